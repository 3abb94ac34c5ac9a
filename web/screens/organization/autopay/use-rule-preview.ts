import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { RulePreview, RulePreviewBody } from '../../../../contracts/autopay-preview';
import { useApi } from '../../../api/api';
import { operationQuery } from '../../../api/operation-query';
import { type RuleFields, wholeRule } from './rule-draft';
import { autopayReads } from './rules-query';

/** Shorter than the pause after a word, long enough that not every letter asks. */
const TYPING_PAUSE_MS = 200;

export type PreviewedRule = Readonly<{
  preview: RulePreview | null;
  /** The preview is of something older than what is typed. */
  isBehind: boolean;
  error: Error | null;
  refetch: () => void;
}>;

/**
 * What a rule as it is typed would do, from the server. The last answer stays while another is
 * awaited and while what is typed is no whole rule; it is asked again when something changes.
 */
export function useRulePreview(
  organizationId: string,
  ruleId: string | null,
  fields: RuleFields,
): PreviewedRule {
  const api = useApi();
  // Without a name it does the same.
  const whole = wholeRule({ ...fields, name: fields.name.trim() || 'New rule' });
  const body = whole.isWhole ? JSON.stringify({ rule: whole.body, ruleId }) : null;
  const lastWhole = useRef(body);
  lastWhole.current = body ?? lastWhole.current;
  const [settled] = useDebouncedValue(lastWhole.current, TYPING_PAUSE_MS);
  const { data, isFetching, isPlaceholderData, error, refetch } = useQuery({
    ...operationQuery(
      api,
      'previewAutopayRule',
      { params: { id: organizationId }, body: JSON.parse(settled ?? '{}') as RulePreviewBody },
      autopayReads(organizationId),
    ),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  return {
    preview: data ?? null,
    isBehind: body === null || settled !== body || isPlaceholderData || isFetching,
    error,
    refetch: () => void refetch(),
  };
}
