/** What a row of an import holds on its way into the books, and what becomes of it. */
import type {
  ReadingQuestion,
  RefusedRow,
  SaidReading,
  StagedBalance,
  StagedDocument,
  StagedPlainPdf,
} from '../../../accounting';
import type { ImportRow } from '../../../contracts/import-row';
import type { RiseCause } from '../../../domain/reading';

/** Why the bytes of a PDF are not kept, though what they say was read; null when they are. */
type WithPdf = Readonly<{ pdfRefusal: string | null }>;

export type RefusedFile = Readonly<{
  kind: 'refusedFile';
  position: Readonly<{ file: string }>;
  code: string;
  sentence: string;
  line: number | null;
}>;

/** An invoice that a complete list does not name. It comes from no row of a file. */
export type MissingInvoice = Readonly<{
  kind: 'missing';
  number: string;
  client: string;
  currency: string;
}>;

export type StagedFileRow =
  | (StagedDocument & WithPdf)
  | (StagedPlainPdf & WithPdf)
  | StagedBalance
  | RefusedRow
  | RefusedFile;
export type Staged = StagedFileRow | MissingInvoice;

/** What the file does not prove, for a person. */
export type FileQuestion =
  | ReadingQuestion
  | Readonly<{ about: 'asOf'; because: 'missing' | 'contradictory'; choices: readonly [] }>;

export type FileRead =
  | Readonly<{
      kind: 'eInvoice' | 'plainPdf' | 'balanceList';
      rows: readonly StagedFileRow[];
      /** The instant that the file itself names, where it was needed. */
      writtenAsOf: string | null;
    }>
  | Readonly<{ kind: 'asks'; questions: readonly FileQuestion[] }>
  | Readonly<{ kind: 'refused'; row: RefusedFile }>;

export type UnreadFile = Readonly<{
  name: string;
  bytes: Uint8Array;
  /** What a person said of this file, and of its source before. */
  said: Readonly<{ chosen: SaidReading; remembered: SaidReading }>;
  asOf: string | null;
  /** A person named the instant, not a file. */
  isAsOfGiven: boolean;
  zone: string;
  /** Business time, UTC. */
  now: string;
}>;

export type ConflictChoice = 'keep' | 'take' | 'replaces';
export type MissingChoice = 'paidElsewhere' | 'void' | 'stillOpen';

/** What a person said of one row, all together. */
export type RowDecision = Readonly<{
  /** Null: a new client. Left out: nothing was said. */
  client?: Readonly<{ organizationId: string | null; byId: string }>;
  /** By the code of the conflict it was said on: a word on one holds for no other. */
  conflicts?: Readonly<Record<string, ConflictChoice>>;
  /** A null cause: the row is left out. It holds for a rise from the balance that was shown with it. */
  rise?: Readonly<{ cause: RiseCause | null; fromMinor: number | null }>;
  missing?: MissingChoice;
  inside?: Readonly<Record<string, boolean>>;
}>;

/** Both values and their effect, as the row keeps them. */
export type RowEffect = Readonly<{
  currency: string | null;
  beforeMinor: number | null;
  afterMinor: number | null;
  differences: ImportRow['differences'];
  notInYet: readonly Readonly<{
    paymentId: string;
    amountMinor: number;
    settledOn: string;
    isProposed: boolean;
    isInside: boolean | null;
  }>[];
  candidateIds: readonly string[];
  decisions: ImportRow['decisions'];
  choices: readonly ConflictChoice[];
}>;

export const NO_EFFECT: RowEffect = {
  currency: null,
  beforeMinor: null,
  afterMinor: null,
  differences: [],
  notInYet: [],
  candidateIds: [],
  decisions: [],
  choices: [],
};

/** What one row came to. */
export type Verdict = Readonly<{
  outcome: Exclude<ImportRow['outcome'], 'staged'>;
  code: string | null;
  reason: string | null;
  organizationId: string | null;
  invoiceId: string | null;
  effect: RowEffect;
  touchedPaymentIds: readonly string[];
  /** The row was closed with it already, in the statement that wrote the invoice. */
  isClosed: boolean;
}>;

type VerdictParts = Partial<Omit<Verdict, 'outcome' | 'effect'>> &
  Readonly<{ effect?: Partial<RowEffect> }>;

/** What is not named is empty. */
export function verdict(outcome: Verdict['outcome'], parts: VerdictParts = {}): Verdict {
  return {
    outcome,
    code: parts.code ?? null,
    reason: parts.reason ?? null,
    organizationId: parts.organizationId ?? null,
    invoiceId: parts.invoiceId ?? null,
    effect: { ...NO_EFFECT, ...parts.effect },
    touchedPaymentIds: parts.touchedPaymentIds ?? [],
    isClosed: parts.isClosed ?? false,
  };
}

/** A person said that a row is not to count. */
export function leftOut(of: Partial<Pick<Verdict, 'organizationId' | 'invoiceId'>>): Verdict {
  return verdict('unchanged', { ...of, code: 'leftOut', reason: 'Left out by a person.' });
}
