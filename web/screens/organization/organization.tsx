import { ActionIcon, Button } from '@mantine/core';
import { getRouteApi, Link, Navigate, Outlet, useMatch } from '@tanstack/react-router';
import { IconExternalLink } from '@tabler/icons-react';
import { useState } from 'react';
import type { OrganizationDetails } from '../../../contracts/organizations';
import { useIsAdmin } from '../../api/session';
import { readingTrouble } from '../../api/trouble';
import { PageTitle } from '../../frame/page-title';
import { useIsNarrow } from '../../pieces/narrow';
import { SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import { useWords, type Words } from '../../words/business';
import { CopyLink } from '../invoice/invoice-actions';
import { InvoiceDrawer } from '../invoice/invoice-drawer';
import { MergeDialog } from './merge-dialog';
import { OrganizationFacts } from './organization-facts';
import styles from './organization.module.css';
import { ORGANIZATION_TABS } from './tabs';
import { useOrganization } from './use-organization';

const route = getRouteApi('/frame/organizations/$id');

/** One client: what it owes over tabs of everything about it, each at an address of its own. */
export function OrganizationScreen() {
  const { id } = route.useParams();
  const { data, error, refetch } = useOrganization(id);
  // The list of invoices has a drawer of its own, that walks through the list.
  const hasList = useMatch({ from: '/frame/organizations/$id/', shouldThrow: false }) !== undefined;
  if (!data && error) {
    return (
      <ErrorState
        title="The client could not be read"
        onRetry={() => void refetch()}
        {...readingTrouble(error)}
      />
    );
  }
  // The id of a client that was merged answers with the other one, at the same tab.
  if (data && data.id !== id) {
    return <Navigate to="." params={{ id: data.id } as never} search replace />;
  }
  return (
    <>
      {data ? <Head organization={data} /> : <HeadSkeleton />}
      <Tabs id={id} counts={data?.counts} />
      <Outlet />
      {!hasList && <InvoiceDrawer ids={[]} count={0} />}
    </>
  );
}

function Head({ organization }: Readonly<{ organization: OrganizationDetails }>) {
  const words = useWords();
  const isNarrow = useIsNarrow();
  const isAdmin = useIsAdmin();
  const [isMerging, setMerging] = useState(false);
  const { id, name } = organization;
  return (
    <>
      {isNarrow && (
        <Link className="hr-link hr-small" to="/organizations">
          Organizations
        </Link>
      )}
      <PageTitle
        title={name}
        under={underWords(organization, words)}
        actions={
          <>
            {isAdmin && (
              <Button size="sm" variant="quiet" onClick={() => setMerging(true)}>
                Merge into another client
              </Button>
            )}
            <Button
              size="sm"
              variant="quiet"
              component={Link}
              to="/calendar"
              search={{ organizationId: id } as never}
            >
              Calendar
            </Button>
            {!isNarrow && <CopyLink path={`/organizations/${id}`} />}
          </>
        }
      />
      <OrganizationFacts organization={organization} />
      {isMerging && <MergeDialog organization={organization} onClose={() => setMerging(false)} />}
    </>
  );
}

function underWords(organization: OrganizationDetails, words: Words): string {
  const { customerNumber, city, terms, source } = organization;
  return [
    customerNumber === null ? null : `Client ${customerNumber}`,
    city,
    terms === null ? null : `Terms ${terms}`,
    source === null
      ? null
      : `${source.name}, read ${readWords(source.readAt, words)} (${words.age(source.readAt)})`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** The time alone on the business's today. */
function readWords(at: string, words: Words): string {
  return words.civilDate(at) === words.today ? words.time(at) : words.dateAndTime(at);
}

type TabsProps = Readonly<{ id: string; counts: OrganizationDetails['counts'] | undefined }>;

/** Links, because each tab is an address; the chosen one is told as the current page. */
function Tabs({ id, counts }: TabsProps) {
  const words = useWords();
  return (
    <nav className={styles['tabs']} aria-label="About this client">
      {ORGANIZATION_TABS.map(({ to, label, count }) => (
        <span className={styles['tab']} key={to}>
          <Link
            className={styles['link']}
            to={to}
            params={{ id }}
            activeOptions={{ exact: true, includeSearch: false }}
            resetScroll={false}
          >
            {label}
            {count !== null && (
              // Its room is kept while it is read: a tab that moves is missed by a click.
              <span className={styles['count']}>{counts && words.count(counts[count])}</span>
            )}
          </Link>
          {to === '/organizations/$id' && <AllOpen id={id} />}
        </span>
      ))}
    </nav>
  );
}

/** To the list of all open invoices, filtered to this client. */
function AllOpen({ id }: Readonly<{ id: string }>) {
  return (
    <ActionIcon
      component={Link}
      to="/invoices"
      search={{ organizationId: id } as never}
      size={24}
      aria-label="Show in Open invoices"
      title="Show in Open invoices"
    >
      <IconExternalLink size={14} stroke={1.75} aria-hidden />
    </ActionIcon>
  );
}

function HeadSkeleton() {
  return (
    <div className={styles['skeleton']} role="status" aria-label="The client is being read">
      <SkeletonBar width={240} shape="chip" />
      <SkeletonBar width={420} />
      <div className={styles['skeletonFacts']}>
        {[96, 88, 140, 90, 120].map((width) => (
          <SkeletonBar key={width} width={width} shape="chip" />
        ))}
      </div>
    </div>
  );
}
