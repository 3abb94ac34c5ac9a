/**
 * An address for the receipt while it is typed. It is added by Enter, by leaving its field and by going
 * on; until then it is part of the draft, so that going back and forth loses none.
 */
import { EmailAddress } from '../../../contracts/fields';
import type { PayDraft } from './draft';

export type TypedAddress = Pick<PayDraft, 'addressText' | 'extraRecipients'>;

/** More addresses than this are a mailing list, and the API refuses them. */
const ADDED_MAX = 20;

/** Why what is typed cannot be added; null when it can, or nothing is typed. */
export function addressFlaw({ addressText, extraRecipients }: TypedAddress): string | null {
  const address = addressText.trim();
  if (address === '') return null;
  if (!EmailAddress.safeParse(address).success) return 'This is not an address.';
  return extraRecipients.length < ADDED_MAX ? null : `At most ${ADDED_MAX} more addresses.`;
}

/** With what is typed among the addresses, once, and nothing typed; all as it is where it cannot be added. */
export function withAddressAdded({ addressText, extraRecipients }: TypedAddress): TypedAddress {
  const address = addressText.trim();
  if (addressFlaw({ addressText, extraRecipients }) !== null) {
    return { addressText, extraRecipients };
  }
  const isNew = address !== '' && !extraRecipients.some((each) => isSameAddress(each, address));
  return {
    addressText: '',
    extraRecipients: isNew ? [...extraRecipients, address] : extraRecipients,
  };
}

export function isSameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
