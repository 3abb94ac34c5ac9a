import { Button } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { IconMapSearch } from '@tabler/icons-react';
import { readingTrouble } from '../api/trouble';
import { ErrorState, EmptyState } from '../pieces/state-panel';
import styles from './frame.module.css';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <main className={styles['alone']}>
      <title>Not found · Headroom</title>
      <EmptyState
        icon={IconMapSearch}
        title="There is no page at this address"
        sentence="The link may be old, or what it led to was merged or removed. No money moved."
        actions={
          <Button component={Link} to="/" size="sm">
            Go to the start
          </Button>
        }
      />
    </main>
  );
}

/** A page that could not be drawn: its data did not come, or it has a fault. */
export function TroublePage({ error, reset }: Readonly<{ error: unknown; reset: () => void }>) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <div className={styles['alone']}>
      <ErrorState title="This page could not be shown" onRetry={retry} {...readingTrouble(error)} />
    </div>
  );
}
