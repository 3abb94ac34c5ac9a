import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  DECIDED_AT_ONCE_MAX,
  type DecideApprovalsBody,
  type DecidedApprovals,
} from '../../../contracts/approvals';
import { useApi } from '../../api/api';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';

const NOTHING: DecidedApprovals = { decidedIds: [], notWaiting: [] };

/**
 * Says yes or no to as many as were chosen, so many at once as the API takes. What was answered before
 * an outage stays answered, and a second try sends only the rest: asked twice, nothing happens twice.
 */
export function useDecideApprovals(onDone: (decided: DecidedApprovals) => void) {
  const api = useApi();
  const queries = useQueryClient();
  const [answered, setAnswered] = useState(NOTHING);
  const { send, isPending, error } = useSending<DecideApprovalsBody, DecidedApprovals>({
    mutationFn: async ({ ids, decision }) => {
      let sofar = answered;
      const known = new Set([...sofar.decidedIds, ...sofar.notWaiting.map(({ id }) => id)]);
      const rest = ids.filter((id) => !known.has(id));
      for (let from = 0; from < rest.length; from += DECIDED_AT_ONCE_MAX) {
        const part = rest.slice(from, from + DECIDED_AT_ONCE_MAX);
        const next = await api.decideApprovals({ body: { ids: part, decision } });
        sofar = {
          decidedIds: [...sofar.decidedIds, ...next.decidedIds],
          notWaiting: [...sofar.notWaiting, ...next.notWaiting],
        };
        setAnswered(sofar);
      }
      return sofar;
    },
    onSuccess: onDone,
    onSettled: () =>
      readAgain(queries, [
        { topic: 'approval', id: null },
        { topic: 'invoice', id: null },
      ]),
  });
  return { decide: send, isPending, error, answered };
}
