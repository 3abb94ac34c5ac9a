/**
 * Two rows of one import that give one invoice two balances: neither is newer, so the later row waits
 * for a person.
 */
import type { StagedBalance } from '../../../accounting';
import { decimalTextOf } from '../../../domain/money';
import type { KnownInvoice } from './known-invoice';
import { type RowContext, saidOn } from './row-context';
import { leftOut, type Verdict, verdict } from './staged';

const CODE = 'rowsContradict';

/** Null where no row of the import has said otherwise, or a person has said that this one holds. */
export function contradiction(
  context: RowContext,
  { openMinor, currency }: StagedBalance,
  known: KnownInvoice,
): Verdict | null {
  const other = (context.ahead?.said ?? []).find(
    ({ invoiceId, balanceMinor }) => invoiceId === known.id && balanceMinor !== openMinor,
  );
  const said = saidOn(context, CODE);
  if (other === undefined || said === 'take') return null;
  const parts = { organizationId: known.organizationId, invoiceId: known.id };
  if (said === 'keep') return leftOut(parts);
  const balance = `${decimalTextOf(other.balanceMinor, currency)} ${currency}`;
  return verdict('conflict', {
    ...parts,
    code: CODE,
    reason: `Another row of this import says that ${balance} of ${known.number} is unpaid.`,
    effect: {
      currency,
      beforeMinor: known.openMinor,
      afterMinor: openMinor,
      decisions: ['conflict'],
      choices: ['keep', 'take'],
    },
  });
}
