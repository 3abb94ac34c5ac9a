import fc from 'fast-check';
import { type AudienceContact, receiptAudience } from '../../domain/receipt-audience';

const ann: AudienceContact = {
  contactId: 'ann',
  name: 'Ann Reyes',
  address: 'ann@client.example',
  profile: 'Billing admin',
  receives: true,
  minimum: null,
  isBounced: false,
};
const of = (contacts: readonly AudienceContact[], extraRecipients: readonly string[] = []) =>
  receiptAudience({ contacts, extraRecipients, amountMinor: 50_000, currency: 'USD' });
const reasons = ({ recipients, excluded }: ReturnType<typeof of>) => ({
  told: recipients.map(({ address, reason }) => [address, reason]),
  not: excluded.map(({ address, reason }) => [address, reason]),
});

test('a contact whose profile receives receipts is told', () => {
  expect(reasons(of([ann]))).toEqual({ told: [[ann.address, 'profileReceives']], not: [] });
});

test('a contact whose profile does not is named with the reason', () => {
  expect(reasons(of([{ ...ann, receives: false }]))).toEqual({
    told: [],
    not: [[ann.address, 'profileDoesNotReceive']],
  });
});

test('a minimum is reached by an equal amount, and says nothing of another currency', () => {
  const from = (amountMinor: number, currency = 'USD') =>
    reasons(of([{ ...ann, minimum: { amountMinor, currency } }]));
  expect(from(50_000).told).toEqual([[ann.address, 'amountReachesMinimum']]);
  expect(from(50_001).not).toEqual([[ann.address, 'amountBelowMinimum']]);
  expect(from(50_001, 'EUR').told).toEqual([[ann.address, 'profileReceives']]);
});

test('an address that bounced is left out, unless a person types it for this payment', () => {
  const bounced = { ...ann, isBounced: true };
  expect(reasons(of([bounced])).not).toEqual([[ann.address, 'addressBounced']]);
  expect(reasons(of([bounced], ['ANN@client.example']))).toEqual({
    told: [['ANN@client.example', 'typedForThisPayment']],
    not: [],
  });
});

test('a contact without an address is nobody to write to', () => {
  expect(of([{ ...ann, address: null }])).toEqual({ recipients: [], excluded: [] });
});

test('no address is ever listed twice, whatever its case, and a typed one is always told', () => {
  const address = fc.constantFrom('a@x.example', 'A@x.example', 'b@x.example', 'B@X.example');
  const contact = fc.record({
    contactId: fc.uuid(),
    name: fc.constant('N'),
    address: fc.option(address),
    profile: fc.constant('P'),
    receives: fc.boolean(),
    minimum: fc.option(
      fc.record({ amountMinor: fc.nat(100_000), currency: fc.constantFrom('USD', 'EUR') }),
    ),
    isBounced: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(contact), fc.array(address), (contacts, typed) => {
      const { recipients, excluded } = of(contacts, typed);
      const told = recipients.map((member) => member.address.toLowerCase());
      expect(new Set(told).size).toBe(told.length);
      for (const extra of typed) expect(told).toContain(extra.toLowerCase());
      for (const member of excluded) expect(told).not.toContain(member.address.toLowerCase());
    }),
  );
});
