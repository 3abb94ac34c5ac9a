/**
 * What the clients of the demonstration pay with and what is planned, so that every page has
 * something to show: partial and split schedules, a charge that went through, one that was declined,
 * a bank debit on its way, a card that expires soon, one that was removed. The numbers are the sandbox's magic ones.
 */
import type { DemoClient } from './demo-balance-list';

export type DemoMethod = Readonly<
  { name: string; isDefault: boolean } & (
    | { kind: 'card'; number: string; expires: 'soon' | 'later' }
    | { kind: 'bankDebit'; accountNumber: string }
  )
>;

/** Whole minor units of the client's open invoice at `place`, the oldest due date first. */
type DemoLine = Readonly<{ place: number; amountMinor: number }>;

export type DemoPayment = Readonly<{
  method: string;
  /** Days from the day the data are loaded; null is at once. */
  inDays: number | null;
  lines: readonly DemoLine[];
  reference: string | null;
  note: string | null;
}>;

export type DemoPlan = Readonly<{
  client: string;
  methods: readonly DemoMethod[];
  payments: readonly DemoPayment[];
  /** Name of a method that is removed afterwards: what is planned on it then waits for a person. */
  removed?: string;
}>;

/** The sandbox's own, for its bank accounts. */
export const ROUTING_NUMBER = '123456780';

const VISA = '4539000000000010';
const MASTERCARD = '5454000000000018';
const INSUFFICIENT_FUNDS = '4539000000000036';
const SETTLING_ACCOUNT = '000123456789';

const card = (
  name: string,
  number: string,
  isDefault = true,
  expires: 'soon' | 'later' = 'later',
): DemoMethod => ({ kind: 'card', name, number, isDefault, expires });

const account = (name: string, isDefault = true): DemoMethod => ({
  kind: 'bankDebit',
  name,
  accountNumber: SETTLING_ACCOUNT,
  isDefault,
});

const pays = (
  method: string,
  inDays: number | null,
  lines: readonly DemoLine[],
  words: Readonly<{ reference?: string; note?: string }> = {},
): DemoPayment => ({
  method,
  inDays,
  lines,
  reference: words.reference ?? null,
  note: words.note ?? null,
});

/** Clients of the sample e-invoices, which name nobody whom a mail may be sent to. */
export const DEMO_DOCUMENT_CLIENTS: readonly DemoClient[] = [
  {
    id: 'fr-boutique',
    name: 'Ma jolie boutique',
    contactName: 'Claire Aubry',
    email: 'claire.aubry@boutique.invalid',
  },
  {
    id: 'de-metallbau',
    name: 'Metallbau Leipzig GmbH & Co. KG',
    contactName: 'Jonas Reuter',
    email: 'jonas.reuter@metallbau.invalid',
  },
];

export const DEMO_PLANS: readonly DemoPlan[] = [
  {
    client: 'Boulder Creek Property Management',
    methods: [card('Office Visa', VISA), account('Operating account', false)],
    payments: [
      pays('Office Visa', 9, [{ place: 0, amountMinor: 2_600_00 }]),
      pays('Operating account', 16, [{ place: 1, amountMinor: 5_400_00 }], {
        reference: 'BC-Q4',
        note: 'Dara asked for the bank account from now on.',
      }),
    ],
  },
  {
    client: 'Fort Collins Rental Group',
    methods: [card('Company Mastercard', MASTERCARD)],
    payments: [
      pays('Company Mastercard', null, [{ place: 0, amountMinor: 2_000_00 }]),
      pays('Company Mastercard', 12, [{ place: 0, amountMinor: 3_200_00 }]),
    ],
  },
  {
    client: 'Pueblo Realty Partners',
    methods: [account('Rent account')],
    payments: [pays('Rent account', null, [{ place: 0, amountMinor: 5_200_00 }])],
  },
  {
    client: 'Durango Residential LLC',
    methods: [card('Brie’s Visa', VISA, true, 'soon')],
    payments: [pays('Brie’s Visa', 20, [{ place: 0, amountMinor: 5_200_00 }])],
  },
  {
    client: 'Arvada Property LLC',
    methods: [card('Backup Visa', INSUFFICIENT_FUNDS)],
    payments: [pays('Backup Visa', null, [{ place: 0, amountMinor: 1_000_00 }])],
  },
  {
    client: 'Truvell Capital Real Estate',
    methods: [account('Treasury'), card('Purchasing Mastercard', MASTERCARD, false)],
    payments: [
      pays('Treasury', 8, [{ place: 0, amountMinor: 18_000_00 }]),
      pays('Treasury', 23, [
        { place: 1, amountMinor: 9_000_00 },
        { place: 2, amountMinor: 9_000_00 },
      ]),
    ],
  },
  {
    client: 'Sextant Commercial Holdings',
    methods: [card('Corporate Visa', VISA)],
    payments: [7, 37, 67].map((days) =>
      pays('Corporate Visa', days, [{ place: 0, amountMinor: 7_000_00 }], {
        note: 'One of three equal parts.',
      }),
    ),
  },
  {
    client: 'Tucson Realty Group',
    methods: [card('Tucson Visa', VISA), card('Card of the old office', MASTERCARD, false)],
    payments: [pays('Card of the old office', 11, [{ place: 0, amountMinor: 1_760_00 }])],
    removed: 'Card of the old office',
  },
  {
    client: 'Ma jolie boutique',
    methods: [card('Carte de la boutique', MASTERCARD)],
    payments: [pays('Carte de la boutique', 10, [{ place: 0, amountMinor: 200_00 }])],
  },
  {
    client: 'Metallbau Leipzig GmbH & Co. KG',
    methods: [card('Firmenkarte', VISA)],
    payments: [
      pays('Firmenkarte', 6, [{ place: 0, amountMinor: 250_00 }]),
      pays('Firmenkarte', 36, [{ place: 0, amountMinor: 271_91 }]),
    ],
  },
];
