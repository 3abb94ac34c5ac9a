import { useQueryClient } from '@tanstack/react-query';
import { ProblemError } from '../../../contracts/client';
import type { Decision } from '../../../contracts/imports';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSending } from '../../api/use-sending';

/** Sends decisions, all of them or none, and reads again what they changed. */
export function useDecide(importId: string, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useSending({
    isRepeatable: true,
    mutationFn: (decisions: readonly Decision[]) =>
      api.decideImportRows({ params: { id: importId }, body: { decisions: [...decisions] } }),
    onSuccess: async () => {
      onDone();
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['readImport'] }),
        queries.invalidateQueries({ queryKey: ['listImportRows'] }),
      ]);
    },
  });
}

/** Why nothing was decided. */
export function decideTrouble(error: unknown): string {
  const reason = error instanceof ProblemError ? error.problem.reason : undefined;
  if (reason !== undefined) return `${reason} Nothing was saved.`;
  return changingTrouble(error, {
    DECISION_NOT_POSSIBLE: 'The row does not wait for this any more.',
  });
}
