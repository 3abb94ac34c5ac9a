/** What `importFiles` may ask: the contract, as types. Every step may be run again. */
export type ImportInput = Readonly<{ importId: string }>;

export type RowsApplied = Readonly<{
  /** Rows still to be applied. */
  left: number;
  /** Planned payments that were lowered: their workflows are told. */
  touchedPaymentIds: readonly string[];
}>;

export type ImportFinished = Readonly<{
  state: string;
  explanation: string;
  /** Payments that have something to tell their clients now: their workflows send it. */
  toldPaymentIds: readonly string[];
  /** Rules of autopay for which it is news. Histories of before do not have it. */
  toldRuleIds?: readonly string[];
}>;

export interface ImportActivities {
  /** Reads the next file into staged rows. Answers whether there may be another. */
  readImportFile(input: ImportInput): Promise<Readonly<{ isMore: boolean }>>;
  /** Applies the next batch of staged rows, one short transaction each. */
  applyImportRows(input: ImportInput): Promise<RowsApplied>;
  /** Says what a complete list does not name, and what the import waits for, or that it is done. */
  finishImport(input: ImportInput): Promise<ImportFinished>;
}
