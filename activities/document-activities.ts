/** What `invoiceDocument` may ask: the contract, as types. */
export type DocumentInput = Readonly<{ invoiceId: string }>;

export type DocumentFetched =
  | Readonly<{ kind: 'kept'; sha256: string; pages: number }>
  | Readonly<{ kind: 'not-available'; reason: string }>;

export interface DocumentActivities {
  /**
   * Fetches, checks and keeps the exact PDF of an invoice. What is not a PDF is *not available*
   * with its reason and never replaces a kept one.
   *
   * @throws when the source cannot be reached: worth another try.
   */
  fetchDocument(input: DocumentInput): Promise<DocumentFetched>;
  /** Says that the source was not reached within the time of the workflow, so that the page can. */
  giveUpDocument(input: DocumentInput): Promise<void>;
}
