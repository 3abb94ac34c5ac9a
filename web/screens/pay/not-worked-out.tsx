import { readingTrouble } from '../../api/trouble';
import { ErrorState } from '../../pieces/state-panel';

type NotWorkedOutProps = Readonly<{ error: Error | null; refetch: () => void }>;

/** Instead of a preview that could not be read; nothing where it could. */
export function NotWorkedOut({ error, refetch }: NotWorkedOutProps) {
  if (error === null) return null;
  return (
    <ErrorState
      title="What it would do could not be worked out"
      onRetry={refetch}
      {...readingTrouble(error)}
    />
  );
}
