/**
 * Who is told of a payment's outcome, and why; and who is not, and why not (rules.md 19).
 *
 * Invariant: one mail per address. An address typed for a payment gets its mail whatever a profile
 * says, because a person asked for it.
 */

export type AudienceContact = Readonly<{
  contactId: string;
  name: string;
  /** Null for a contact without an address: nobody to write to, and not listed. */
  address: string | null;
  profile: string;
  /** The profile's right to what is being sent. */
  receives: boolean;
  /** The profile wants receipts from this amount on; null for all. */
  minimum: Readonly<{ amountMinor: number; currency: string }> | null;
  isBounced: boolean;
}>;

export type AudienceReason =
  | 'profileReceives'
  | 'amountReachesMinimum'
  | 'typedForThisPayment'
  | 'profileDoesNotReceive'
  | 'amountBelowMinimum'
  | 'addressBounced';

export type AudienceMember = Readonly<{
  contactId: string | null;
  name: string | null;
  address: string;
  profile: string | null;
  reason: AudienceReason;
  minimum: Readonly<{ amountMinor: number; currency: string }> | null;
}>;

export type ReceiptAudience = Readonly<{
  recipients: readonly AudienceMember[];
  excluded: readonly AudienceMember[];
}>;

/**
 * `amountMinor` is the payment's total in whole minor units of `currency`. A minimum in another
 * currency says nothing about this payment, so the contact is told. Typed addresses are checked by
 * the caller; how they are written is kept, how they are compared is without case.
 */
export function receiptAudience({
  contacts,
  extraRecipients,
  amountMinor,
  currency,
}: Readonly<{
  contacts: readonly AudienceContact[];
  extraRecipients: readonly string[];
  amountMinor: number;
  currency: string;
}>): ReceiptAudience {
  const recipients = new Map<string, AudienceMember>();
  const excluded = new Map<string, AudienceMember>();
  for (const contact of contacts) {
    const { address } = contact;
    if (address === null) continue;
    const reason = reasonFor(contact, amountMinor, currency);
    const { contactId, name, profile } = contact;
    const isAboutMinimum = reason === 'amountReachesMinimum' || reason === 'amountBelowMinimum';
    const minimum = isAboutMinimum ? contact.minimum : null;
    const list = RECEIVES.has(reason) ? recipients : excluded;
    const key = address.toLowerCase();
    if (!list.has(key)) list.set(key, { contactId, name, address, profile, reason, minimum });
  }
  for (const address of extraRecipients) {
    const key = address.toLowerCase();
    if (recipients.has(key)) continue;
    const known = excluded.get(key);
    recipients.set(key, {
      contactId: known?.contactId ?? null,
      name: known?.name ?? null,
      address,
      profile: null,
      reason: 'typedForThisPayment',
      minimum: null,
    });
  }
  return {
    recipients: [...recipients.values()],
    excluded: [...excluded].flatMap(([key, member]) => (recipients.has(key) ? [] : [member])),
  };
}

const RECEIVES: ReadonlySet<AudienceReason> = new Set(['profileReceives', 'amountReachesMinimum']);

function reasonFor(
  { receives, minimum, isBounced }: AudienceContact,
  amountMinor: number,
  currency: string,
): AudienceReason {
  if (!receives) return 'profileDoesNotReceive';
  if (isBounced) return 'addressBounced';
  if (minimum === null || minimum.currency !== currency) return 'profileReceives';
  return amountMinor >= minimum.amountMinor ? 'amountReachesMinimum' : 'amountBelowMinimum';
}
