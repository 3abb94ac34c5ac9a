/**
 * Every way in which the workflows beside the payment end, as what their activities answer in turn:
 * what their histories are recorded from.
 */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import type { WorkflowStartOptions } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { DocumentActivities } from '../../activities/document-activities';
import type { ImportActivities } from '../../activities/import/import-activities';
import type { MessageActivities } from '../../activities/message-activities';
import type { RuleActivities } from '../../activities/rule-activities';
import type { SystemActivities } from '../../activities/system-activities';
import {
  adjustedSignal,
  autopayRuleStart,
  changedSignal,
  clockMovedSignal,
  importFilesStart,
  invoiceDocumentStart,
  messageDeliveryStart,
  SYSTEM_QUEUE,
} from '../../workflows/messages';
import { aRuleStep, due } from './fake-rules';

type Activities = DocumentActivities &
  MessageActivities &
  ImportActivities &
  RuleActivities &
  SystemActivities;
type Answer<Name extends keyof Activities> = Awaited<ReturnType<Activities[Name]>> | Error;

export type SideEnding = Readonly<{
  name: string;
  workflow:
    | 'invoiceDocument'
    | 'messageDelivery'
    | 'importFiles'
    | 'autopayRule'
    | 'compareRules'
    | 'flagEndingMethods'
    | 'sweep';
  start(id: string): WorkflowStartOptions;
  /** What each activity answers, call by call; an error is thrown. The last one stays. */
  answers: Readonly<{ [Name in keyof Activities]?: readonly Answer<Name>[] }>;
  /** A person decides while the import ends. */
  isDecidedAtTheEnd?: boolean;
  /** Signals to one that sleeps, each once the one before it made it read again. */
  told?: readonly SignalDefinition[];
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

const aRule = (
  name: string,
  readRule: readonly Answer<'readRule'>[],
  { told = [], runRule = [] }: Partial<RulePlay> = {},
): SideEnding => ({
  name: `rule ${name}`,
  workflow: 'autopayRule',
  start: (ruleId) => autopayRuleStart({ ruleId, organizationId: randomUUID() }),
  answers: { readRule, runRule },
  told,
});
type RulePlay = Readonly<{
  told: readonly SignalDefinition[];
  runRule: readonly Answer<'runRule'>[];
}>;
/** As their Temporal Schedule starts them. */
const aPass = (
  name: string,
  workflow: 'compareRules' | 'flagEndingMethods' | 'sweep',
  answers: SideEnding['answers'],
): SideEnding => ({
  name,
  workflow,
  start: (id) => ({ workflowId: `${workflow}-${id}`, taskQueue: SYSTEM_QUEUE, args: [] }),
  answers,
});

const kept = { kind: 'kept', sha256: 'ab'.repeat(32), pages: 2 } as const;
const aPayment = '00000000-0000-4000-8000-000000000001';
const done = { state: 'done', explanation: 'Rows: 5 created.', toldPaymentIds: [] };
const paid = { decided: 1, payments: 1, prepared: 0 };
const anEmptyRule = aRuleStep({ slots: 0, waitMs: null, nextRunAt: null });
const ended = aRuleStep({ isLive: false, slots: 0, waitMs: null, nextRunAt: null });
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
  anImport('import that is news to rules', {
    finishImport: [{ ...done, toldRuleIds: [aPayment] }],
  }),
  // Told so often that its history has to begin anew.
  aRule('idle, then begun anew', [aRuleStep()], { told: Array(40).fill(adjustedSignal) }),
  aRule('that sleeps and runs', [aRuleStep({ waitMs: 50 }), due()], { runRule: [paid] }),
  aRule('that asks and tells', [due({ due: 0, unprepared: 1 })], {
    runRule: [{ decided: 0, payments: 0, prepared: 1 }],
  }),
  aRule('with a run that fails once', [due()], { runRule: [away, paid] }),
  aRule('without a slot, changed', [anEmptyRule, due()], {
    told: [changedSignal],
    runRule: [paid],
  }),
  aRule('adjusted', [aRuleStep(), due()], { told: [adjustedSignal], runRule: [paid] }),
  aRule('at a moved clock', [aRuleStep(), due()], { told: [clockMovedSignal], runRule: [paid] }),
  aRule('that decides nothing, then runs', [due(), due()], {
    runRule: [{ decided: 0, payments: 0, prepared: 0 }, paid],
  }),
  aRule('disabled while it sleeps', [aRuleStep(), ended], { told: [changedSignal] }),
  aRule('removed before it began', [ended]),
  aPass('rules compared', 'compareRules', {
    compareRunningRules: [{ started: 1, woken: 1, failed: 0 }],
  }),
  aPass('rules not compared', 'compareRules', { compareRunningRules: [away] }),
  aPass('ending methods flagged', 'flagEndingMethods', { flagEndingMethods: [{ clients: 3 }] }),
  aPass('overdue swept', 'sweep', { startOverdue: [{ started: 1, signalled: 2, failed: 0 }] }),
];

/** Answers for the one ending that is being recorded, or nothing. */
export class FakeSteps {
  onFinish: () => Promise<void> = async () => undefined;
  reads = 0;
  private left: Record<string, unknown[]> = {};

  play({ answers }: SideEnding): void {
    this.reads = 0;
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
    readRule: async () => {
      this.reads += 1;
      return this.next('readRule');
    },
    runRule: async () => this.next('runRule'),
    startOverdue: async () => this.next('startOverdue'),
    flagEndingMethods: async () => this.next('flagEndingMethods'),
    compareRunningRules: async () => this.next('compareRunningRules'),
  };

  private next<Name extends keyof Activities>(name: Name): Awaited<ReturnType<Activities[Name]>> {
    const answers = (this.left[name] ?? []) as Answer<Name>[];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer as Awaited<ReturnType<Activities[Name]>>;
  }
}
