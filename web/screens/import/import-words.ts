/** Imports in words: what became of a row, what it waits for, how an import stands. */
import type { ImportRow } from '../../../contracts/import-row';
import type { Import } from '../../../contracts/imports';
import type { ChipKind } from '../../pieces/status-chip';
import type { Words } from '../../words/business';
import { listWords, plural } from '../../words/plural';

/** What became of a row, as its chip. */
export function outcomeChip({ outcome, code, decisions }: ImportRow): readonly [ChipKind, string] {
  switch (outcome) {
    case 'staged':
      return ['plain', 'To be read'];
    case 'created':
      return ['new', CREATED[code ?? ''] ?? 'New'];
    case 'updated':
      return ['plain', UPDATED[code ?? ''] ?? 'Changed'];
    case 'unchanged':
      return ['plain', UNCHANGED[code ?? ''] ?? 'Unchanged'];
    case 'conflict':
      return ['conflict', 'Conflict'];
    case 'refused':
      return ['declined', 'Not read'];
    case 'waiting':
      return ['waits', decisions[0] === undefined ? 'Waits for you' : WAITING[decisions[0]]];
  }
}

const CREATED: Readonly<Record<string, string>> = {
  creditNote: 'New credit note',
  nothingToPay: 'New, nothing to pay',
};

const UPDATED: Readonly<Record<string, string>> = {
  balanceLower: 'Balance is lower',
  paidInFull: 'Paid in full',
  rise: 'Balance rose',
  inside: 'Payments are in it',
  documentAdded: 'Document added',
  voided: 'Void',
  taken: 'Taken as it came',
  paidElsewhere: 'Paid elsewhere',
  void: 'Void',
};

const UNCHANGED: Readonly<Record<string, string>> = {
  older: 'Older than what is known',
  leftOut: 'Left out',
  stillOpen: 'Still open',
  notMissing: 'Not missing any more',
  creditNoteInBalances: 'In the balances already',
  documentKept: 'Document kept before',
};

const WAITING: Readonly<Record<ImportRow['decisions'][number], string>> = {
  rise: 'Balance would rise',
  conflict: 'Conflict',
  missing: 'Missing from the list',
  client: 'Client not known',
  inside: 'Which payments are in it',
};

/** What the button of a row that can be decided says. */
export function decisionLabel({ decisions }: ImportRow): string | null {
  const [first] = decisions;
  return first === undefined ? null : DECIDE[first];
}

const DECIDE: Readonly<Record<ImportRow['decisions'][number], string>> = {
  rise: 'Confirm',
  conflict: 'Compare',
  missing: 'Decide',
  client: 'Choose client',
  inside: 'Tick payments',
};

/** Names a row where it has no number: for labels. */
export function rowName({ number, file, line }: ImportRow): string {
  if (number !== null) return number;
  return line === null ? file : `${file}, line ${line}`;
}

/** `open-invoices-nov-25.csv`, or `12 files`. */
export function filesWords({ files }: Pick<Import, 'files'>): string {
  if (files.length === 0) return 'No file yet';
  return files.length === 1
    ? listWords(files.map(({ name }) => name))
    : plural(files.length, 'file');
}

/** `Balance list as of Nov 25, 2026, 08:30 · complete for all clients · by Dana Whitfield` */
export function originWords(given: Import, words: Words): string {
  const isList = given.files.some(({ kind }) => kind === 'balanceList');
  const asOf = given.asOf === null ? null : `as of ${words.fullDateAndTime(given.asOf)}`;
  const what = isList ? ['Balance list', asOf].filter(Boolean).join(' ') : given.source;
  const complete = given.isComplete
    ? `complete for ${given.scope === 'all' ? 'all clients' : 'the clients it names'}`
    : null;
  const by = `by ${given.openedBy ?? 'Headroom'}`;
  return [what, isList ? given.source : null, complete, by].filter(Boolean).join(' · ');
}

/** How it stands, as a chip of the list of imports. */
export function stateChip({ state, counts }: Import): readonly [ChipKind, string] {
  switch (state) {
    case 'open':
      return ['plain', 'Not started'];
    case 'reading':
      return ['pending', 'Being read'];
    case 'question':
      return ['waits', 'Has a question'];
    case 'applying':
      return ['pending', 'Running'];
    case 'waiting':
      return ['waits', waitingWords(counts.waiting + counts.conflicting)];
    case 'done':
      return ['done', 'Done'];
    case 'refused':
      return ['declined', 'Not read'];
  }
}

/** Still going on by itself. */
export function isRunning({ state }: Import): boolean {
  return state === 'reading' || state === 'applying';
}

function waitingWords(count: number): string {
  return `${plural(count, 'row')} ${count === 1 ? 'waits' : 'wait'}`;
}
