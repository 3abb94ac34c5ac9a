/** A credit note of a balance list: what is left of it to be applied, as money of the client. */
import type { StagedBalance } from '../../../accounting';
import { addNote } from './apply-credit-note';
import { addClient, type Buyer } from './client-of-row';
import type { KnownNote } from './known-note';
import { type RowContext, saidOn } from './row-context';
import { leftOut, type Verdict, verdict } from './staged';

/** One that the client has is compared by what is left of it. */
export function compareNote(
  context: RowContext,
  { number, currency, unappliedMinor: amountMinor }: StagedBalance,
  organizationId: string,
  known: KnownNote,
): Verdict {
  if (known.currency === currency && known.remainingMinor === amountMinor) {
    return verdict('unchanged', { organizationId, code: 'known' });
  }
  if (saidOn(context, 'creditNoteDiffers') === 'keep') return leftOut({ organizationId });
  return verdict('conflict', {
    organizationId,
    code: 'creditNoteDiffers',
    reason: `Of the credit note ${number} another amount is left here than the list says.`,
    effect: {
      currency: known.currency === currency ? currency : null,
      beforeMinor: known.remainingMinor,
      afterMinor: amountMinor,
      decisions: ['conflict'],
      choices: ['keep'],
    },
  });
}

export async function createNote(
  context: RowContext,
  { number, currency, unappliedMinor: amountMinor, issuedOn }: StagedBalance,
  buyer: Buyer,
  knownId: string | null,
): Promise<Verdict> {
  const organizationId = knownId ?? (await addClient(context, buyer));
  if (amountMinor > 0) {
    await addNote(context, organizationId, {
      number,
      currency,
      amountMinor,
      issuedOn,
      document: null,
    });
  }
  return verdict('created', {
    code: 'creditNote',
    reason: 'A credit note: money of the client that can be applied to an invoice.',
    organizationId,
    effect: { currency, afterMinor: amountMinor },
  });
}
