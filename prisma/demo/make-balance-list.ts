/**
 * Writes `balance-list.csv` anew from the tables beside it: `npx tsx prisma/demo/make-balance-list.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_TABLE_FILES, demoBalanceList, type DemoTables } from './demo-balance-list';

/** 49 weeks: the youngest invoice is then of November 23, 2026. */
const SHIFT_DAYS = 343;

const tables = Object.fromEntries(
  Object.entries(DEMO_TABLE_FILES).map(([table, file]) => [
    table,
    readFileSync(join(__dirname, 'receivables', file), 'utf8'),
  ]),
) as DemoTables;

writeFileSync(join(__dirname, 'balance-list.csv'), demoBalanceList(tables, SHIFT_DAYS));
