/**
 * What a payment makes of what autopay is to take from its invoices, by the one judge: once as they
 * stand and once as the payment leaves them.
 */
import type { PossiblePreview } from '../../../contracts/payment-preview';
import type { GatewayLimits } from '../../../domain/plan';
import {
  type DecisionInvoice,
  readInvoices,
  readRules,
  type RuleRecord,
  type Source,
} from '../autopay/decision-inputs';
import { forecastBy } from '../autopay/forecast';

type Effect = PossiblePreview['invoices'][number];
type AutopayEffect = PossiblePreview['autopay'][number];

/** The enabled rules of the client, and the invoices they judge as these stand. */
export type AutopayRead = Readonly<{
  rules: readonly RuleRecord[];
  invoices: ReadonlyMap<string, DecisionInvoice>;
}>;

const NOTHING: AutopayRead = { rules: [], invoices: new Map() };

/** Two statements, and none for a client without enabled rules. */
export async function readAutopay(
  source: Source,
  asked: Readonly<{ organizationId: string; hasRules: boolean; invoiceIds: readonly string[] }>,
): Promise<AutopayRead> {
  const { organizationId, hasRules, invoiceIds } = asked;
  if (!hasRules) return NOTHING;
  const all = await readRules(source, { organizationIds: [organizationId] });
  const rules = all.filter(({ isEnabled }) => isEnabled);
  const invoices = await readInvoices(source, { invoiceIds }, rules);
  return { rules, invoices: new Map(invoices.map((one) => [one.invoiceId, one])) };
}

/** Those that the payment changes, by run date and invoice. */
export function autopayEffects(
  { rules, invoices }: AutopayRead,
  effects: readonly Effect[],
  limits: GatewayLimits,
): AutopayEffect[] {
  if (rules.length === 0) return [];
  const forecast = forecastBy(rules, limits);
  return effects
    .flatMap((effect): AutopayEffect[] => {
      const invoice = invoices.get(effect.invoice.id);
      if (invoice === undefined) return [];
      const before = forecast(asIs(invoice, effect));
      const after = forecast(asLeft(invoice, effect));
      const either = after ?? before;
      if (either === null || before?.amountMinor === after?.amountMinor) return [];
      const amount = (amountMinor = 0) => ({ amountMinor, currency: invoice.currency });
      return [
        {
          rule: either.rule,
          runOn: either.runOn,
          invoice: effect.invoice,
          before: amount(before?.amountMinor),
          after: amount(after?.amountMinor),
        },
      ];
    })
    .sort(
      (one, other) =>
        one.runOn.localeCompare(other.runOn) ||
        one.invoice.number.localeCompare(other.invoice.number),
    );
}

/** With what the parts of a split plan before this one. */
const asIs = (invoice: DecisionInvoice, { plannedBefore }: Effect): DecisionInvoice => ({
  ...invoice,
  plannedMinor: plannedBefore.amountMinor,
});

const asLeft = (invoice: DecisionInvoice, effect: Effect): DecisionInvoice => ({
  ...invoice,
  firmMinor:
    invoice.firmMinor + effect.headroomBefore.amountMinor - effect.headroomAfter.amountMinor,
  plannedMinor: effect.plannedAfter.amountMinor,
});
