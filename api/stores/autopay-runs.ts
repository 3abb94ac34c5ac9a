/** What runs rules of autopay, and what people decide about single runs. */
import type { Approvals, DecideApprovalsBody, DecidedApprovals } from '../../contracts/approvals';
import type { ReopenAutopayBody, ReopenedAutopay } from '../../contracts/autopay-reopening';
import type { Calendar } from '../../contracts/calendar';
import type { Result } from '../../domain/result';
import type { AutopayRuleStart } from '../../workflows/messages';
import type { Actor } from './actor';

/** Rules whose workflows are told to read again. */
type Touching = Readonly<{ touchedRuleIds: readonly string[] }>;

/** A client, or one of whom only an invoice or a method is known; or every client there is. */
export type RulesOf =
  | Readonly<{ kind: 'organization' | 'invoice' | 'method'; id: string }>
  | Readonly<{ kind: 'business' }>;

export interface AutopayRunStore {
  /** What the workflow of a rule is started with; null when there never was such a rule. */
  readStart(ruleId: string): Promise<AutopayRuleStart | null>;

  /**
   * Rules that have something to do now, after whatever has just been committed. Of a business with
   * more rules than are told at once, the first ones: the sweep tells the rest.
   */
  readNews(of: RulesOf): Promise<readonly AutopayRuleStart[]>;

  /** Of all clients. */
  countWaiting(): Promise<number>;

  /** Of one client, or of all: the next run first. */
  listApprovals(organizationId: string | null): Promise<Approvals>;

  /** Only what still waits is decided. */
  decideApprovals(body: DecideApprovalsBody, actor: Actor): Promise<DecidedApprovals & Touching>;

  reopen(
    invoiceId: string,
    request: ReopenAutopayBody,
    actor: Actor,
  ): Promise<
    Result<
      ReopenedAutopay & Touching,
      Readonly<{ code: 'NOT_FOUND' | 'VERSION_CONFLICT' | 'AUTOPAY_NOT_CLOSED' }>
    >
  >;

  /** A month, `YYYY-MM`, of one client or of all. */
  calendar(
    query: Readonly<{ month: string; organizationId?: string | undefined }>,
  ): Promise<Calendar>;
}
