/** What the API reads and changes of autopay rules. */
import type { AutopayRule, AutopayRuleChange, NewAutopayRule } from '../../contracts/autopay-rule';
import type { InvoiceAutopay, RulePreview, RulePreviewBody } from '../../contracts/autopay-preview';
import type { AutopayRules } from '../../contracts/autopay-rules';
import type { RuleVersions } from '../../contracts/autopay-versions';
import type { Result } from '../../domain/result';
import type { Actor, NotFound, VersionConflict } from './actor';

type NotOfOrganization = Readonly<{ code: 'METHOD_NOT_OF_ORGANIZATION' }>;

export type RuleRefusal =
  | NotFound
  | NotOfOrganization
  | Readonly<{ code: 'NAME_TAKEN' | 'METHOD_UNUSABLE' | 'INVOICE_NOT_OF_ORGANIZATION' }>;

/** A decision about rules, and every rule whose workflow must read again because of it. */
export type Decided<Value> = Readonly<{ value: Value; touchedRuleIds: readonly string[] }>;

export interface AutopayStore {
  /** In their order; null when there is no such client. */
  list(organizationId: string): Promise<AutopayRules | null>;
  add(
    organizationId: string,
    rule: NewAutopayRule,
    actor: Actor,
  ): Promise<Result<Decided<AutopayRule>, RuleRefusal | Readonly<{ code: 'TOO_MANY_RULES' }>>>;
  change(
    ruleId: string,
    change: AutopayRuleChange,
    actor: Actor,
  ): Promise<Result<Decided<AutopayRule>, RuleRefusal | VersionConflict<AutopayRule>>>;
  remove(
    ruleId: string,
    version: number,
    actor: Actor,
  ): Promise<Result<Decided<null>, NotFound | VersionConflict<AutopayRule>>>;
  /** All rules of the client, each once; else nothing changes and `present` holds them. */
  order(
    organizationId: string,
    ruleIds: readonly string[],
    actor: Actor,
  ): Promise<Result<Decided<AutopayRules>, NotFound | VersionConflict<AutopayRules>>>;
  /** Writes nothing. */
  preview(
    organizationId: string,
    request: RulePreviewBody,
  ): Promise<Result<RulePreview, NotFound | NotOfOrganization>>;
  /** Null when there is no such invoice. */
  explain(invoiceId: string): Promise<InvoiceAutopay | null>;
  /** Newest first; null when there never was such a rule. */
  versions(ruleId: string): Promise<RuleVersions | null>;
}
