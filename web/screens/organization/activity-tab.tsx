import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconHistory } from '@tabler/icons-react';
import { useApi } from '../../api/api';
import { listQuery } from '../../api/operation-query';
import { readingTrouble } from '../../api/trouble';
import { SkeletonBar } from '../../pieces/skeleton';
import { EmptyState, ErrorState } from '../../pieces/state-panel';
import { Timeline } from '../../pieces/timeline';
import { useWords } from '../../words/business';
import { eventItem } from '../payment/event-items';
import styles from './activity.module.css';

const route = getRouteApi('/frame/organizations/$id/activity');

/** Everything that happened to a client and to what is of it, newest first. */
export function ActivityTab() {
  const { id } = route.useParams();
  const api = useApi();
  const words = useWords();
  const list = useInfiniteQuery(
    listQuery(api, 'listActivity', { params: { id }, query: { limit: '50' } }, [
      { topic: 'organization', id },
      'invoice',
      'payment',
      'method',
      'contact',
      'autopayRule',
    ]),
  );
  if (!list.data) {
    if (!list.error) return <Loading />;
    return (
      <ErrorState
        title="The activity could not be read"
        onRetry={() => void list.refetch()}
        {...readingTrouble(list.error)}
      />
    );
  }
  const entries = list.data.pages.flatMap(({ items }) => items);
  if (entries.length === 0) {
    return (
      <EmptyState
        icon={IconHistory}
        title="Nothing has happened yet"
        sentence="What people, payments, rules and imports do to this client is told here."
      />
    );
  }
  return (
    <div className={styles['panel']}>
      <Timeline
        label="Activity"
        items={entries.map((entry) => eventItem(entry, words, 'client'))}
      />
      {list.hasNextPage && (
        <Button
          size="sm"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show older
        </Button>
      )}
    </div>
  );
}

function Loading() {
  return (
    <div className={styles['panel']} role="status" aria-label="The activity is being read">
      {[300, 240, 280, 220].map((width) => (
        <SkeletonBar key={width} width={width} />
      ))}
    </div>
  );
}
