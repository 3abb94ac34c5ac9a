/** What changes rules. Nothing is shown as done before the server says so. */
import { useQueryClient } from '@tanstack/react-query';
import type { AutopayRule, BacklogChoice } from '../../../../contracts/autopay-rule';
import { useApi } from '../../../api/api';
import { useSending } from '../../../api/use-sending';
import { readAgain } from '../../../live/read-again';
import { showToast } from '../../../pieces/toast';
import { changeOf, type RuleDraft, wholeRule } from './rule-draft';

export const RULE_REFUSALS = {
  NAME_TAKEN: 'Another rule of this client has this name.',
  METHOD_UNUSABLE: 'The method was removed. Choose another one.',
  METHOD_NOT_OF_ORGANIZATION: 'The method is not of this client.',
  INVOICE_NOT_OF_ORGANIZATION: 'An invoice to take is not of this client any more.',
  TOO_MANY_RULES: 'A client has at most 200 rules.',
  NOT_FOUND: 'Somebody removed it.',
} as const;

/** Reads the client's rules again, and with them all that shows what they do. */
export function useReadRules(organizationId: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => readAgain(queries, [{ topic: 'organization', id: organizationId }]);
}

type Saving = Readonly<{ draft: RuleDraft; backlog: BacklogChoice }>;

/** Adds or changes. After a refusal the rules are read again, so that the page says what is true. */
export function useSaveRule(organizationId: string, onSaved: (rule: AutopayRule) => void) {
  const api = useApi();
  const readRules = useReadRules(organizationId);
  return useSending({
    isRepeatable: true,
    mutationFn: ({ draft: { base, fields }, backlog }: Saving) => {
      const whole = wholeRule(fields);
      if (!whole.isWhole) throw new RangeError('an unfinished rule is not sent');
      if (base === null) {
        const body = { ...whole.body, backlog };
        return api.addAutopayRule({ params: { id: organizationId }, body });
      }
      const change = { version: base.version, ...changeOf(base, fields) };
      const body = backlog.kind === 'take' ? { ...change, backlog } : change;
      return api.changeAutopayRule({ params: { id: base.id }, body });
    },
    onSuccess: async (saved, { draft: { base } }) => {
      await readRules();
      showToast({ tone: 'done', words: `${base === null ? 'Added' : 'Saved'} ${saved.name}` });
      onSaved(saved);
    },
    onError: readRules,
  });
}

type Switching = Readonly<{ rule: AutopayRule; isEnabled: boolean; backlog?: BacklogChoice }>;

type Switched = Readonly<{
  onDone?: () => void;
  onRefused?: (rule: AutopayRule, error: Error) => void;
}>;

/** Turns a rule off, or on with what a person said about what has passed. */
export function useSwitchRule(organizationId: string, { onDone, onRefused }: Switched) {
  const api = useApi();
  const readRules = useReadRules(organizationId);
  return useSending({
    isRepeatable: true,
    mutationFn: ({ rule, isEnabled, backlog }: Switching) =>
      api.changeAutopayRule({
        params: { id: rule.id },
        body: {
          version: rule.version,
          isEnabled,
          ...(backlog?.kind === 'take' && { backlog }),
        },
      }),
    onSuccess: async ({ name, isEnabled }) => {
      await readRules();
      showToast({ tone: 'done', words: `${name} is ${isEnabled ? 'on' : 'off'}` });
      onDone?.();
    },
    onError: async (error, { rule }) => {
      onRefused?.(rule, error);
      await readRules();
    },
  });
}

export function useRemoveRule(organizationId: string, onRemoved: () => void) {
  const api = useApi();
  const readRules = useReadRules(organizationId);
  return useSending({
    mutationFn: ({ id, version }: AutopayRule) =>
      api.removeAutopayRule({ params: { id }, query: { version: String(version) } }),
    onSuccess: async (_, { name }) => {
      onRemoved();
      await readRules();
      showToast({ tone: 'done', words: `Removed ${name}` });
    },
    onError: readRules,
  });
}
