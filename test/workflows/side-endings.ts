/**
 * Every way in which the workflows beside the payment end, as what their activities answer in turn:
 * what their histories are recorded from.
 */
import { ApplicationFailure } from '@temporalio/activity';
import type { WorkflowStartOptions } from '@temporalio/client';
import type { DocumentActivities } from '../../activities/document-activities';
import type { ImportActivities } from '../../activities/import/import-activities';
import type { MessageActivities } from '../../activities/message-activities';
import {
  importFilesStart,
  invoiceDocumentStart,
  messageDeliveryStart,
} from '../../workflows/messages';

type Activities = DocumentActivities & MessageActivities & ImportActivities;
type Answer<Name extends keyof Activities> = Awaited<ReturnType<Activities[Name]>> | Error;

export type SideEnding = Readonly<{
  name: string;
  workflow: 'invoiceDocument' | 'messageDelivery' | 'importFiles';
  start(id: string): WorkflowStartOptions;
  /** What each activity answers, call by call; an error is thrown. The last one stays. */
  answers: Readonly<{ [Name in keyof Activities]?: readonly Answer<Name>[] }>;
  /** A person decides while the import ends. */
  isDecidedAtTheEnd?: boolean;
}>;

const away = new Error('the other side is away');
/** What the workflow sees when all tries of a day were in vain, without the day. */
const givenUp = ApplicationFailure.nonRetryable('no try is left');

const aDocument = (name: string, ...fetchDocument: Answer<'fetchDocument'>[]): SideEnding => ({
  name,
  workflow: 'invoiceDocument',
  start: invoiceDocumentStart,
  answers: { fetchDocument, giveUpDocument: [undefined] },
});
const aMessage = (name: string, ...sendMessage: Answer<'sendMessage'>[]): SideEnding => ({
  name,
  workflow: 'messageDelivery',
  start: messageDeliveryStart,
  answers: { sendMessage },
});
const anImport = (
  name: string,
  answers: SideEnding['answers'],
  isDecidedAtTheEnd = false,
): SideEnding => ({
  name,
  workflow: 'importFiles',
  start: importFilesStart,
  answers: { ...ALL_GOES_WELL, ...answers },
  isDecidedAtTheEnd,
});

const kept = { kind: 'kept', sha256: 'ab'.repeat(32), pages: 2 } as const;
const aPayment = '00000000-0000-4000-8000-000000000001';
const done = { state: 'done', explanation: 'Rows: 5 created.', toldPaymentIds: [] };
const ALL_GOES_WELL: SideEnding['answers'] = {
  readImportFile: [{ isMore: true }, { isMore: false }],
  applyImportRows: [
    { left: 500, touchedPaymentIds: [] },
    { left: 0, touchedPaymentIds: [] },
  ],
  finishImport: [done],
};

export const SIDE_ENDINGS: readonly SideEnding[] = [
  aDocument('document kept', kept),
  aDocument('document kept at the third try', away, away, kept),
  aDocument('document refused', { kind: 'not-available', reason: 'The file is not a PDF.' }),
  aDocument('document given up', givenUp),
  aMessage('message sent', undefined),
  aMessage('message sent at the second try', away, undefined),
  aMessage('message given up', givenUp),
  anImport('import done', {}),
  anImport('import waits for a person', {
    finishImport: [{ ...done, state: 'waiting', explanation: 'One row waits for you.' }],
  }),
  anImport('import with a failing batch', {
    applyImportRows: [away, { left: 0, touchedPaymentIds: [] }],
  }),
  anImport('import that lowered a payment', {
    applyImportRows: [{ left: 0, touchedPaymentIds: [aPayment] }],
    finishImport: [{ ...done, toldPaymentIds: [aPayment] }],
  }),
  anImport('import decided at its end', {}, true),
];

/** Answers for the one ending that is being recorded, or nothing. */
export class FakeSteps {
  onFinish: () => Promise<void> = async () => undefined;
  private left: Record<string, unknown[]> = {};

  play({ answers }: SideEnding): void {
    this.left = Object.fromEntries(
      Object.entries(answers).map(([name, answered]) => [name, [...answered]]),
    );
  }

  readonly activities: Activities = {
    fetchDocument: async () => this.next('fetchDocument'),
    giveUpDocument: async () => this.next('giveUpDocument'),
    sendMessage: async () => this.next('sendMessage'),
    readImportFile: async () => this.next('readImportFile'),
    applyImportRows: async () => this.next('applyImportRows'),
    finishImport: async () => {
      await this.onFinish();
      return this.next('finishImport');
    },
  };

  private next<Name extends keyof Activities>(name: Name): Awaited<ReturnType<Activities[Name]>> {
    const answers = (this.left[name] ?? []) as Answer<Name>[];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer as Awaited<ReturnType<Activities[Name]>>;
  }
}
