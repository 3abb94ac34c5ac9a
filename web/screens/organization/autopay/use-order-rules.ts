/**
 * The order of a client's rules. It is shown at once and put back when it is refused: it moves no money
 * by itself. One that follows another at once is another wish, no second click: it is sent after it.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AutopayRule } from '../../../../contracts/autopay-rule';
import { useApi } from '../../../api/api';
import { changingTrouble } from '../../../api/changing-trouble';
import { showToast } from '../../../pieces/toast';
import { rulesQuery } from './rules-query';
import { useReadRules } from './use-rule-changes';

/** `ruleIds` are all rules of the client, the first match wins. */
export function useOrderRules(organizationId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const readRules = useReadRules(organizationId);
  const { queryKey } = rulesQuery(api, organizationId);
  return useMutation({
    scope: { id: `order of ${organizationId}` },
    mutationFn: (ruleIds: readonly string[]) =>
      api.orderAutopayRules({ params: { id: organizationId }, body: { ruleIds: [...ruleIds] } }),
    onMutate: async (ruleIds) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      const rank = (rule: AutopayRule) => ruleIds.indexOf(rule.id);
      if (before) {
        const items = before.items.toSorted((a, b) => rank(a) - rank(b));
        queries.setQueryData(queryKey, { items });
      }
      return before;
    },
    onSuccess: (ordered) => queries.setQueryData(queryKey, ordered),
    onError: async (error, _, before) => {
      if (before) queries.setQueryData(queryKey, before);
      const trouble = changingTrouble(error, {
        VERSION_CONFLICT: 'A rule came or went meanwhile. Look at them again.',
      });
      showToast({ tone: 'bad', words: `The order is as it was: ${trouble}` });
      await readRules();
    },
  });
}
