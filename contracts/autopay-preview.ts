/** What a draft rule would do and would have done, and why an invoice is paid by a rule or not. */
import { z } from 'zod';
import { PaymentState } from '../domain/payment';
import { AutopayRuleBody, RuleCriterion, RuleReference, RuleWarning } from './autopay-rule';
import { RuleVersionReference } from './autopay-versions';
import { Amount, CivilDate, Instant, InvoiceReference, PaymentReference, Uuid } from './fields';

/** What `domain/autopay.ts` decides; only `charge` moves money. */
export const AutopayOutcomeKind = z
  .enum([
    'excluded',
    'held',
    'missing',
    'no-match',
    'method-invalid',
    'backlog',
    'over-cap',
    'superseded',
    'suppressed',
    'below-minimum',
    'above-maximum',
    'charge',
  ])
  .meta({ id: 'AutopayOutcomeKind' });

export const RulePreviewBody = z
  .strictObject({
    rule: AutopayRuleBody,
    /** The rule that the draft would replace, in its place; null: a new one, after the others. */
    ruleId: Uuid.nullable().default(null),
  })
  .meta({ id: 'RulePreviewBody' });
export type RulePreviewBody = z.output<typeof RulePreviewBody>;

const PreviewInvoice = z
  .strictObject({
    invoice: InvoiceReference,
    dueOn: CivilDate.nullable(),
    /** The run, with the banking-day shift. */
    runOn: CivilDate,
    outcome: AutopayOutcomeKind,
    /** What it would charge or would have charged; null when nothing. */
    amount: Amount.nullable(),
  })
  .meta({ id: 'PreviewInvoice' });
export type PreviewInvoice = z.output<typeof PreviewInvoice>;

/** Runs of the draft between two days, both included. */
export const RunsOutlook = z
  .strictObject({
    from: CivilDate,
    to: CivilDate,
    /** Invoices that it wins with a run in between. */
    invoices: z.int().min(0),
    charges: z.strictObject({ invoices: z.int().min(0), total: Amount }),
    /** Left alone because of a scheduled payment. */
    conflicts: z.int().min(0),
    capMisses: z.int().min(0),
    /** Its method could not pay, or its card ends before the run. */
    invalidMethods: z.int().min(0),
    /** By run date, at most 200. */
    items: z.array(PreviewInvoice),
  })
  .meta({ id: 'RunsOutlook' });
export type RunsOutlook = z.output<typeof RunsOutlook>;

export const RulePreview = z
  .strictObject({
    /** Open invoices of the client in the rule's currency. */
    openInvoices: z.int().min(0),
    /** Those whose criteria and timing hold, also where a rule before it wins. */
    matches: z.strictObject({
      invoices: z.int().min(0),
      /** Their balance. */
      total: Amount,
      /** Won by a rule before it. */
      wonByOthers: z.int().min(0),
    }),
    /** Existing invoices that saving it would take, and that this rule does not take now. */
    takes: z.strictObject({
      /** Their date has passed: taken only when named in `backlog`, else left. */
      backlog: z.strictObject({
        invoices: z.int().min(0),
        total: Amount,
        /** At most 1,000, by due date. */
        invoiceIds: z.array(Uuid),
        /** At most 200 of them. */
        items: z.array(PreviewInvoice),
      }),
      /** Their date lies ahead, and no rule takes them now. */
      coming: z.strictObject({ invoices: z.int().min(0), total: Amount }),
    }),
    /** The last year, as if the rule had been there. */
    backTest: RunsOutlook,
    /** The next 60 days. */
    forecast: RunsOutlook,
    warnings: z.array(RuleWarning),
  })
  .meta({ id: 'RulePreview' });
export type RulePreview = z.output<typeof RulePreview>;

const NotMatched = z
  .discriminatedUnion('reason', [
    z.strictObject({
      rule: RuleReference,
      reason: z.literal('CRITERION'),
      /** The first that failed, and what the invoice says; empty when it says nothing. */
      criterion: RuleCriterion,
      actual: z.array(z.union([z.string(), z.number()])),
    }),
    z.strictObject({ rule: RuleReference, reason: z.literal('NO_DUE_DATE') }),
    z.strictObject({ rule: RuleReference, reason: z.literal('OTHER_CURRENCY') }),
    z.strictObject({ rule: RuleReference, reason: z.literal('DISABLED') }),
  ])
  .meta({ id: 'RuleNotMatched' });

/** What its run came to, at its instant. All but `charge` moved no money. */
export const SlotOutcomeKind = z
  .enum([
    ...AutopayOutcomeKind.exclude(['no-match', 'backlog']).options,
    /** It would have charged, and nobody said yes in time. */
    'not-approved',
  ])
  .meta({ id: 'SlotOutcomeKind' });

export const SlotDecision = RuleVersionReference.extend({
  outcome: SlotOutcomeKind,
  runOn: CivilDate,
  decidedAt: Instant,
  /** What it took, or would have taken with an approval; null for every other outcome. */
  amount: Amount.nullable(),
  /** With `charge`: as it is by now. */
  payment: PaymentReference.extend({ state: z.enum(PaymentState) }).nullable(),
}).meta({ id: 'SlotDecision' });
export type SlotDecision = z.output<typeof SlotDecision>;

/** Why, and why not. */
export const InvoiceAutopay = z
  .strictObject({
    outcome: AutopayOutcomeKind,
    winner: RuleReference.nullable(),
    /** The winner's date, with the banking-day shift. */
    runOn: CivilDate.nullable(),
    /** What it would charge if it ran now; null unless the outcome is `charge`. */
    amount: Amount.nullable(),
    /** In rule order. */
    alsoMatched: z.array(RuleReference),
    notMatched: z.array(NotMatched),
    /** How often it was opened to autopay; 1 at first sight. */
    opening: z.int().min(1),
    /** Its run as it was decided: nothing is to come until a person opens it again. Null before. */
    decided: SlotDecision.nullable(),
  })
  .meta({ id: 'InvoiceAutopay' });
export type InvoiceAutopay = z.output<typeof InvoiceAutopay>;
