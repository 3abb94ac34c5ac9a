/** What the clerk of the story imports: a balance list of today, and a real e-invoice as PDF. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays } from '../../domain/calendar';
import { checkout } from '../support/run';

export type FilePayload = Readonly<{ name: string; mimeType: string; buffer: Buffer }>;

export const CLIENT = 'Northwind Dental Group';

/** The invoice that a rule of autopay is to pay, in so many days. */
export const MATCHED = 'INV-1066';
export const MATCHED_DUE_DAYS = 25;

/** Numbers, days from today to the due date, balances as written. Due soonest first. */
const INVOICES = [
  ['INV-1042', -24, '830.00'],
  ['INV-1043', -12, '1480.00'],
  ['INV-1051', 6, '2000.00'],
  ['INV-1058', 20, '745.50'],
  [MATCHED, MATCHED_DUE_DAYS, '2500.00'],
] as const;

const TITLES = 'Client ID,Client,Invoice number,Issued,Due,Total,Balance,Currency';

/** @param today `YYYY-MM-DD` of the business */
export function balanceList(today: string): FilePayload {
  const rows = INVOICES.map(([number, days, balance]) =>
    [
      '2041',
      CLIENT,
      number,
      addDays(today, days - 30),
      addDays(today, days),
      balance,
      balance,
      'USD',
    ].join(','),
  );
  const other = ['2042', 'Lumen Pediatrics', 'INV-2001', addDays(today, -40), addDays(today, -10)];
  rows.push([...other, '318.50', '318.50', 'USD'].join(','));
  return {
    name: 'open-invoices.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`${[TITLES, ...rows].join('\r\n')}\r\n`),
  };
}

/** From the public corpus of e-invoices, as it was published. */
export function realInvoice(name: string): FilePayload {
  return {
    name,
    mimeType: 'application/pdf',
    buffer: readFileSync(join(checkout, 'prisma/demo/einvoices', name)),
  };
}
