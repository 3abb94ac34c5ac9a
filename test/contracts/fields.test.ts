import { ContactProfileChange, NewContactProfile } from '../../contracts/contacts';
import { Amount, Instant, line, listOf, MinorInQuery, Uuid } from '../../contracts/fields';
import { InvoicesQuery } from '../../contracts/invoices';
import { ChangePaymentBody, PutPaymentBody } from '../../contracts/payment-request';

const ID = '0b5f3c1e-7f1d-4f9d-8a50-3f2f6f0f9a11';

describe('amounts', () => {
  it('take the largest safe integer and refuse the next', () => {
    expect(Amount.safeParse({ amountMinor: 2 ** 53 - 1, currency: 'USD' }).success).toBe(true);
    expect(Amount.safeParse({ amountMinor: 2 ** 53, currency: 'USD' }).success).toBe(false);
  });

  it.each([12.5, '1500', null, Number.NaN])('refuse %p', (amountMinor) => {
    expect(Amount.safeParse({ amountMinor, currency: 'USD' }).success).toBe(false);
  });

  it('want three capital letters', () => {
    expect(Amount.safeParse({ amountMinor: 1, currency: 'usd' }).success).toBe(false);
  });

  it('in a query are whole numbers', () => {
    expect(MinorInQuery.parse('30000')).toBe(30000);
    expect(MinorInQuery.safeParse('300.00').success).toBe(false);
    expect(MinorInQuery.safeParse('9007199254740992').success).toBe(false);
  });
});

describe('a profile of contacts', () => {
  it.each([
    [0, true],
    [-1, false],
  ])('with receipts from %p minor units on: %p', (amountMinor, isTaken) => {
    const receiptMinimum = { amountMinor, currency: 'USD' };
    const profile = { name: 'Owner', rights: [], receiptMinimum };
    expect(NewContactProfile.safeParse(profile).success).toBe(isTaken);
    expect(ContactProfileChange.safeParse({ version: 1, receiptMinimum }).success).toBe(isTaken);
  });
});

describe('ids and texts', () => {
  it('are lower case whatever was sent: they become workflow ids', () => {
    expect(Uuid.parse(ID.toUpperCase())).toBe(ID);
  });

  it('hold one line where one line is wanted', () => {
    expect(line(10).safeParse('a\r\nBcc: b').success).toBe(false);
    expect(line(10).parse('  PO 7731 ')).toBe('PO 7731');
    expect(line(3).safeParse('four').success).toBe(false);
  });

  it('are UTC where they are instants', () => {
    expect(Instant.safeParse('2026-12-04T15:00:00Z').success).toBe(true);
    expect(Instant.safeParse('2026-12-04T15:00:00+02:00').success).toBe(false);
  });

  it('make lists of at most so many', () => {
    expect(listOf(Uuid, 2).parse(`${ID},${ID}`)).toEqual([ID, ID]);
    expect(listOf(Uuid, 1).safeParse(`${ID},${ID}`).success).toBe(false);
  });
});

describe('lists', () => {
  it('answer 50 rows by default and 200 at most', () => {
    expect(InvoicesQuery.parse({}).limit).toBe(50);
    expect(InvoicesQuery.parse({ limit: '200' }).limit).toBe(200);
    expect(InvoicesQuery.safeParse({ limit: '201' }).success).toBe(false);
    expect(InvoicesQuery.safeParse({ limit: '0' }).success).toBe(false);
  });

  it('sort by named keys only, either way', () => {
    expect(InvoicesQuery.parse({ sort: '-balance' }).sort).toBe('-balance');
    expect(InvoicesQuery.safeParse({ sort: 'openMinor' }).success).toBe(false);
  });

  it('refuse a key given twice', () => {
    expect(InvoicesQuery.safeParse({ limit: ['1', '2'] }).success).toBe(false);
  });
});

describe('the body of a payment', () => {
  const body = {
    organizationId: ID,
    methodId: ID,
    currency: 'USD',
    lines: [{ invoiceId: ID, amountMinor: 1 }],
  };

  it('means the same with a field left out and with null', () => {
    const withNulls = { ...body, runOn: null, reference: null, note: null, fingerprint: null };
    expect(PutPaymentBody.parse(withNulls)).toEqual(PutPaymentBody.parse(body));
  });

  it('takes the nearest payments first unless told otherwise', () => {
    expect(PutPaymentBody.parse(body).strategy).toBe('nearest-first');
  });

  it('wants at least one line', () => {
    expect(PutPaymentBody.safeParse({ ...body, lines: [] }).success).toBe(false);
  });

  it('of a change names at least one thing', () => {
    expect(ChangePaymentBody.safeParse({ version: 1 }).success).toBe(false);
    expect(ChangePaymentBody.safeParse({ version: 1, runOn: '2026-12-04' }).success).toBe(true);
  });
});
