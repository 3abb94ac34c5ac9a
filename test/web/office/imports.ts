/** An import with a row of every kind, for the screens that show it. */
import type { ImportRow } from '../../../contracts/import-row';
import type { Import, ListPreview } from '../../../contracts/imports';
import { usd, uuid } from './figures';

export const IMPORT_ID = uuid(700);

export const anImport = (given: Partial<Import> = {}): Import => ({
  id: IMPORT_ID,
  state: 'waiting',
  source: 'QuickBooks',
  asOf: '2026-11-25T14:30:00Z',
  isComplete: true,
  scope: 'all',
  openedAt: '2026-11-25T16:40:00Z',
  openedBy: 'Dana Whitfield',
  startedAt: '2026-11-25T16:40:05Z',
  finishedAt: null,
  rows: 1284,
  counts: {
    created: 38,
    updated: 225,
    unchanged: 742,
    paidInFull: 14,
    conflicting: 1,
    refused: 1,
    waiting: 5,
    left: 272,
  },
  files: [aFile()],
  problem: null,
  ...given,
});

export const aFile = (given: Partial<Import['files'][number]> = {}): Import['files'][number] => ({
  name: 'open-invoices-nov-25.csv',
  bytes: 84_213,
  sha256: 'a'.repeat(64),
  kind: 'balanceList',
  rows: 1284,
  refusal: null,
  questions: [],
  ...given,
});

const aRow = (position: number, given: Partial<ImportRow>): ImportRow => ({
  position,
  file: 'open-invoices-nov-25.csv',
  line: position,
  outcome: 'created',
  code: null,
  reason: null,
  number: `INV-${1000 + position}`,
  client: 'Northwind Dental Group',
  invoice: null,
  organization: null,
  before: null,
  after: usd(1_480_00),
  differences: [],
  notInYet: [],
  candidates: [],
  decisions: [],
  choices: [],
  ...given,
});

export const ROWS: readonly ImportRow[] = [
  aRow(12, {}),
  aRow(41, {
    client: 'O’Malley Freight Lines',
    outcome: 'updated',
    code: 'balanceLower',
    reason: '1,000.00 was paid elsewhere',
    before: usd(2_310_15),
    after: usd(1_310_15),
  }),
  aRow(57, {
    client: 'Fifth & Main Pharmacy',
    outcome: 'waiting',
    code: 'rise',
    reason: 'More is unpaid than before. It waits for you.',
    before: usd(3_450_00),
    after: usd(3_650_00),
    decisions: ['rise'],
  }),
  aRow(60, {
    client: 'Lumen Pediatrics',
    outcome: 'updated',
    code: 'balanceLower',
    reason: 'P-10411 may be in it or not.',
    before: usd(1_000_00),
    after: usd(600_00),
    notInYet: [
      {
        payment: { id: uuid(311), number: 'P-10411' },
        settledOn: '2026-11-20',
        amount: usd(400_00),
        isProposed: true,
        isInside: null,
      },
    ],
    decisions: ['inside'],
  }),
  aRow(90, {
    client: 'Müller & Söhne Präzisionstechnik Gesellschaft mit beschränkter Haftung',
    outcome: 'unchanged',
    code: 'older',
    reason: 'This list is of 08:30, the balance of 10:38',
    after: usd(2_244_00),
  }),
  aRow(118, {
    outcome: 'conflict',
    code: 'sameNumberOtherTotal',
    reason: 'Same number, another total',
    before: usd(412_75),
    after: usd(421_75),
    differences: [
      { field: 'Total', known: '412.75', incoming: '421.75' },
      { field: 'Issued', known: '2026-10-02', incoming: '2026-10-02' },
    ],
    decisions: ['conflict'],
    choices: ['keep', 'take', 'replaces'],
  }),
  aRow(204, {
    number: null,
    client: 'Tallgras CU',
    outcome: 'waiting',
    code: 'clientUnknown',
    reason: 'Nearest: Tallgrass Credit Union',
    after: usd(640_00),
    candidates: [{ id: uuid(120), name: 'Tallgrass Credit Union' }],
    decisions: ['client'],
  }),
  aRow(311, {
    client: 'Evora Ceramics',
    outcome: 'refused',
    reason: 'Due date “31.11.2026” does not exist',
    after: null,
  }),
  aRow(1290, {
    line: null,
    client: 'Blue Heron Brewing Co.',
    outcome: 'waiting',
    code: 'missing',
    reason: 'The list is complete and does not name it.',
    before: usd(830_00),
    after: null,
    decisions: ['missing'],
  }),
];

export const PREVIEW: ListPreview = {
  refusal: null,
  stillAsked: [],
  isWhole: true,
  read: 1,
  refused: 1,
  rows: [
    {
      line: 3,
      number: '0017',
      client: 'Müller & Söhne Präzisionstechnik',
      issuedOn: '2026-11-13',
      dueOn: null,
      total: { amountMinor: 1_234_50, currency: 'EUR' },
      balance: { amountMinor: 1_234_50, currency: 'EUR' },
      refusal: null,
    },
    {
      line: 4,
      number: '0018',
      client: null,
      issuedOn: null,
      dueOn: null,
      total: null,
      balance: null,
      refusal: 'The date “32.11.2026” cannot be read.',
    },
  ],
};
