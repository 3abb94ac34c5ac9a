/** The gateway put together: its memory, its rules and what happens by itself. */
import type { Clocks } from '../clocks';
import type { DurableMemory } from '../durable-memory';
import { Reports } from '../reports';
import { type Charge, type ChargeStep, takeStep } from './charge';
import { chargeReportSignature } from './charge-report';
import { ChargeStore } from './charge-store';
import { Happenings } from './happenings';
import { IdempotencyKeys } from './idempotency-keys';
import { RETURN_REASONS } from './magic-methods';
import { Methods } from './methods';
import { PROFILES } from './profiles';
import { Submissions } from './submissions';

type Options = Readonly<{
  memory: DurableMemory;
  clocks: Clocks;
  webhookSecret: string;
  webhookUrl: string | null;
  lateMs: number;
}>;

/** What is said beside a code, so that nobody has to know codes. */
const REASONS: Readonly<Record<string, string>> = {
  ...RETURN_REASONS,
  fraudulent: 'The cardholder says it was not theirs',
  dispute_lost: 'The dispute was decided for the cardholder',
};

export type Gateway = ReturnType<typeof createGateway>;

export function createGateway({ memory, clocks, webhookSecret, webhookUrl, lateMs }: Options) {
  const sign = chargeReportSignature(webhookSecret);
  const reports = new Reports({ memory, clocks, url: webhookUrl, name: 'report', sign });
  const charges = new ChargeStore(memory, reports);
  const methods = new Methods(memory, clocks);
  const keys = new IdempotencyKeys(memory, clocks);
  const happenings = new Happenings({ memory, clocks, charges, lateMs });
  const submissions = new Submissions({
    memory,
    clocks,
    charges,
    methods,
    keys,
    bookSteps: (charge, method) => happenings.stepsOf(charge, method),
  });

  return {
    reports,
    charges,
    methods,
    keys,
    happenings,
    submissions,

    /** A bank, a payer or a person at the gateway says something of a charge. Null: it cannot be. */
    step(charge: Charge, step: ChargeStep, code: string | null): Charge | null {
      const at = clocks.now('calendar').toISOString();
      const reason = code === null ? null : (REASONS[code] ?? code);
      const after = takeStep(charge, step, { at, code, reason });
      if (after) charges.keep(after);
      return after;
    },

    start(): void {
      reports.start();
      happenings.start(({ account, key, request }) => {
        const profile = PROFILES.get(account);
        // What it would have been answered is of no use to anyone: the caller has gone.
        if (profile) submissions.submit({ account, profile }, key, request);
      });
    },

    async stop(): Promise<void> {
      happenings.stop();
      await reports.stop();
    },
  };
}
