/**
 * The levers of the sandbox, for tests and demonstrations. JSON, or a plain form from the ledger
 * (then the answer leads back to it). Only callers of this machine are let in.
 *
 * | call | body | does |
 * | --- | --- | --- |
 * | `GET /control` | | what is armed, the clocks, the report mode |
 * | `POST /control/faults` | `{kind, operation, count?, about?, delayMs?}` | the next such calls break |
 * | `POST /control/outage` | `{operations?, isOut}` | 503 until ended |
 * | `POST /control/reset` | | disarms faults and outages, reports as usual |
 * | `POST /control/charges/:id/:step` | `{code?}` | `settle`, `return`, `void`, `complete`, `refuse`, `dispute`, `win-dispute`, `lose-dispute`; `:id` may be a reference |
 * | `POST /control/arrivals` | | late requests arrive now |
 * | `POST /control/keys/forget` | `{reference?}` | idempotency keys are gone |
 * | `POST /control/clock` | `{advanceSeconds, of}` | moves `calendar`, `keys` or `both` |
 * | `POST /control/methods/:token` | `{status}` | what the networks say of a method; null takes it back |
 * | `POST /control/reports` | `{url?, isHeld?, repeat?, delayMs?, order?}` | how reports leave |
 * | `POST /control/reports/release` | `{order?, repeat?}` | sends what waits, now |
 */
import { json, type Request, type Response, Router, urlencoded } from 'express';
import { z } from 'zod';
import { type Answer, problem } from '../answer';
import { ClockName, type Clocks } from '../clocks';
import type { DurableMemory } from '../durable-memory';
import { ArmedFault, type Faults, Operation } from '../faults';
import { type Charge, ChargeStep } from '../gateway/charge';
import { viewOf } from '../gateway/charge-view';
import type { Gateway } from '../gateway/gateway';
import { MethodStatus } from '../gateway/method';
import { onlyFromLoopback } from '../loopback';
import { ReportMode } from '../reports';

type Dependencies = Readonly<{
  gateway: Gateway;
  memory: DurableMemory;
  clocks: Clocks;
  faults: Faults;
}>;

const ALL_OPERATIONS = Object.values(Operation);
const GATEWAY_OPERATIONS = ALL_OPERATIONS.filter((operation) => operation !== Operation.mail);

const OutageBody = z.strictObject({
  operations: z.array(z.enum(Operation)).min(1).default(GATEWAY_OPERATIONS),
  isOut: z.boolean(),
});
const StepBody = z.strictObject({ code: z.string().max(40).optional() });
const ForgetBody = z.strictObject({ reference: z.string().min(1).optional() });
const ClockBody = z.strictObject({
  advanceSeconds: z.coerce.number().int().min(1).max(400_000_000),
  of: z.enum(['calendar', 'keys', 'both']),
});
const MethodBody = z.strictObject({ status: z.enum(MethodStatus).nullable() });
const ReleaseBody = z.strictObject({
  order: z.enum(['made', 'reversed']).default('made'),
  repeat: z.int().min(1).max(10).default(1),
});

export function controlRoutes(parts: Dependencies): Router {
  const { gateway, clocks, faults, memory } = parts;
  const done = answering(memory);

  return Router()
    .use(onlyFromLoopback, json({ limit: '64kb' }), urlencoded({ extended: false, limit: '4kb' }))
    .get('/', (_request, response) => {
      const now = Object.values(ClockName).map((name) => [name, clocks.now(name).toISOString()]);
      response.json({
        ...faults.list(),
        clocks: Object.fromEntries(now),
        reports: { mode: gateway.reports.mode, waiting: gateway.reports.list().length },
      });
    })
    .post('/faults', async (request, response) => {
      faults.arm(ArmedFault.parse(request.body));
      await done(request, response, faults.list());
    })
    .post('/outage', async (request, response) => {
      const { operations, isOut } = OutageBody.parse(request.body);
      faults.setOutage(operations, isOut);
      await done(request, response, faults.list());
    })
    .post('/reset', async (request, response) => {
      faults.clear();
      gateway.reports.setMode({ isHeld: false, repeat: 1, delayMs: 0, order: 'made' });
      await done(request, response, faults.list());
    })
    .post('/arrivals', async (request, response) => {
      await done(request, response, { arrived: gateway.happenings.deliverArrivals() });
    })
    .post('/keys/forget', async (request, response) => {
      const { reference } = ForgetBody.parse(request.body ?? {});
      await done(request, response, { forgotten: gateway.keys.forget(reference ?? null) });
    })
    .post('/clock', async (request, response) => {
      const { advanceSeconds, of } = ClockBody.parse(request.body);
      const names = of === 'both' ? Object.values(ClockName) : [of];
      for (const name of names) clocks.advance(name, advanceSeconds * 1000);
      gateway.happenings.runDue();
      const now = Object.values(ClockName).map((name) => [name, clocks.now(name).toISOString()]);
      await done(request, response, Object.fromEntries(now));
    })
    .post('/reports', async (request, response) => {
      const mode = ReportMode.partial().parse(request.body);
      await done(request, response, gateway.reports.setMode(definedOnly(mode)));
    })
    .post('/reports/release', async (request, response) => {
      const { order, repeat } = ReleaseBody.parse(request.body ?? {});
      await done(request, response, { sent: await gateway.reports.release(order, repeat) });
    })
    .use(chargeAndMethodLevers(gateway, done));
}

type Done = (request: Request, response: Response, body: object) => Promise<void>;

function chargeAndMethodLevers(gateway: Gateway, done: Done): Router {
  return Router()
    .post('/methods/:token', async (request, response) => {
      const { status } = MethodBody.parse(request.body);
      const method = gateway.methods.tellStatus(request.params.token, status);
      if (method) await done(request, response, method);
      else send(response, problem(404, 'unknown_method', 'No such method.'));
    })
    .post('/charges/:id/:step', async (request, response) => {
      const { code } = StepBody.parse(request.body ?? {});
      const step = z.enum(ChargeStep).safeParse(request.params.step);
      const charge = chargeBy(gateway, request.params.id);
      if (!step.success || !charge) {
        send(response, problem(404, 'not_found', 'No such charge, or no such step.'));
        return;
      }
      const after = gateway.step(charge, step.data, code ?? usualCode(step.data));
      if (after) await done(request, response, viewOf(after));
      else send(response, problem(409, 'wrong_state', `A ${charge.state} charge cannot do this.`));
    });
}

/** A charge by its id, or by the merchant's key in any account: then the one that still moves. */
function chargeBy(gateway: Gateway, id: string): Charge | undefined {
  const byId = gateway.charges.get(id);
  if (byId) return byId;
  const named = [...gateway.charges.all()].filter(({ reference }) => reference === id);
  return named.findLast(({ state }) => state !== 'declined' && state !== 'voided') ?? named.at(-1);
}

function usualCode(step: ChargeStep): string | null {
  if (step === 'return') return 'R01';
  if (step === 'refuse') return 'declined';
  if (step === 'dispute') return 'fraudulent';
  return step === 'lose-dispute' ? 'dispute_lost' : null;
}

/** Answers once it is on disk: JSON to a program, the way back to a person who used a form. */
function answering(memory: DurableMemory): Done {
  return async (request, response, body) => {
    await memory.flushed();
    if (request.is('urlencoded')) response.redirect(303, '/ledger');
    else response.json(body);
  };
}

function send(response: Response, { status, body }: Answer): void {
  response.status(status).json(body);
}

/** `exactOptionalPropertyTypes`: a field that was not sent is absent, not undefined. */
function definedOnly(mode: { [Key in keyof ReportMode]?: ReportMode[Key] | undefined }) {
  return Object.fromEntries(
    Object.entries(mode).filter(([, value]) => value !== undefined),
  ) as Partial<ReportMode>;
}
