/**
 * The order of a client's rules. It is shown at once and put back when it is refused: it moves no money
 * by itself. One that follows another at once is another wish, no second click: it is sent after it.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AutopayRule } from '../../../../contracts/autopay-rule';
import { useApi } from '../../../api/api';
import { changingTrouble } from '../../../api/changing-trouble';
import { showToast } from '../../../pieces/toast';
import { rulesQuery } from './rules-query';
import { useReadRules } from './use-rule-changes';

/** `rules` are all rules of the client, and so are the ids of a new order; the first match wins. */
export function useOrderRules(organizationId: string, rules: readonly AutopayRule[]) {
  const api = useApi();
  const queries = useQueryClient();
  const readRules = useReadRules(organizationId);
  // The last wish is shown until it is answered itself: what is read meanwhile is older.
  const [wish, setWish] = useState<readonly string[] | null>(null);
  const { mutate } = useMutation({
    scope: { id: `order of ${organizationId}` },
    mutationFn: (ruleIds: readonly string[]) =>
      api.orderAutopayRules({ params: { id: organizationId }, body: { ruleIds: [...ruleIds] } }),
    onSuccess: (ordered) => {
      queries.setQueryData(rulesQuery(api, organizationId).queryKey, ordered);
    },
    onError: (error) => {
      const trouble = changingTrouble(error, {
        VERSION_CONFLICT: 'A rule came or went meanwhile. Look at them again.',
      });
      showToast({ tone: 'bad', words: `The order is as it was: ${trouble}` });
      void readRules();
    },
  });
  return {
    shown: wish ? inOrder(rules, wish) : rules,
    order: (ruleIds: readonly string[]) => {
      setWish(ruleIds);
      // Called for the last of several alone.
      mutate(ruleIds, { onSettled: () => setWish(null) });
    },
  };
}

/** A rule that came meanwhile goes last, as a new one does. */
function inOrder(rules: readonly AutopayRule[], wish: readonly string[]): AutopayRule[] {
  const rank = ({ id }: AutopayRule) => (wish.includes(id) ? wish.indexOf(id) : wish.length);
  return rules
    .toSorted((a, b) => rank(a) - rank(b))
    .map((rule, index) => ({ ...rule, position: index + 1 }));
}
