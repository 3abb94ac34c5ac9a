/** The versions of a rule, as each was kept whole when a person, or the order of the others, changed it. */
import type { RuleVersion, RuleVersions } from '../../../contracts/autopay-versions';
import type { Source } from './decision-inputs';

/** More changes of one rule are history that no screen shows. */
const VERSIONS_MAX = 200;

/** A row as it was kept names its columns; here they get the names of the contracts. */
const VERSIONS = `
  SELECT json_build_object(
    'version', kept.version, 'name', body ->> 'name', 'position', body -> 'position',
    'isEnabled', body -> 'is_enabled', 'isLocked', body -> 'is_locked', 'methodId', body ->> 'method_id',
    'criteria', body -> 'criteria', 'timing', body -> 'timing', 'currency', body ->> 'currency',
    'cap', CASE WHEN body ->> 'cap_minor' IS NOT NULL THEN
        json_build_object('amountMinor', body -> 'cap_minor', 'mode', body ->> 'cap_mode') END,
    'withScheduled', body ->> 'with_scheduled', 'allowsFallThrough', body -> 'allows_fall_through',
    'needsApproval', body -> 'needs_approval', 'noticeDays', (body ->> 'notice_days')::int,
    'activatedOn', body ->> 'activated_on',
    'backlogInvoices', coalesce(jsonb_array_length(body -> 'backlog_invoice_ids'), 0),
    'isRemoved', body ->> 'removed_at' IS NOT NULL,
    'method', CASE WHEN method.id IS NOT NULL THEN json_build_object('id', method.id,
        'kind', method.kind, 'brand', method.brand, 'lastFour', method.last_four,
        'friendlyName', method.friendly_name, 'expiresIn', method.expires_in) END,
    'payments', (SELECT count(*) FROM autopay_slot AS slot WHERE slot.rule_id = kept.rule_id
                   AND slot.rule_version = kept.version AND slot.payment_id IS NOT NULL),
    'changed', json_build_object(
        'at', to_char(kept.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'by', CASE WHEN kept.changed_by_id IS NOT NULL THEN kept.changed_by_name END)) AS version
    FROM autopay_rule_version AS kept
    LEFT JOIN payment_method AS method ON method.id = (body ->> 'method_id')::uuid
   WHERE kept.rule_id = $1 ORDER BY kept.version DESC LIMIT ${VERSIONS_MAX}`;

/** Newest first, at most 200; null when there never was such a rule. */
export async function readVersions(source: Source, ruleId: string): Promise<RuleVersions | null> {
  const { rows } = await source.query<{ version: RuleVersion }>(VERSIONS, [ruleId]);
  return rows.length === 0 ? null : { items: rows.map(({ version }) => version) };
}
