/**
 * Goal: whatever comes in which order, the invariants P0 to P13 of the money rules hold after every
 * step. P4, one autopay payment per slot, is the database's: `test/prisma/autopay-properties.test.ts`.
 *
 * Method: random histories of 25 to 60 steps over one to three invoices, on a model that does what
 * the domain says; the truth of the gateway and of the client's own payments is kept beside it.
 */
import fc from 'fast-check';
import { headroomOf } from '../../../domain/invoice';
import { contributionOf } from '../../../domain/contribution';
import { plannedOn } from '../../../domain/trim';
import { dateOf, total, World } from './world';

type Step = (world: World) => void;

const part = fc.double({ min: 0.01, max: 1, noNaN: true });
const place = fc.nat(9);
const strategy = fc.constantFrom('nearest-first', 'tail-first', 'pro-rata' as const);
const methodKind = fc.constantFrom('card', 'bankDebit' as const);

const amountsOf = (world: World, parts: readonly number[]) =>
  [...world.invoices.values()].flatMap((invoice, index): [string, number][] => {
    const share = parts[index];
    const amountMinor = Math.floor(Math.max(0, headroomOf(invoice)) * (share ?? 0));
    return share === undefined || amountMinor === 0 ? [] : [[invoice.invoiceId, amountMinor]];
  });
const pick = <Value>(values: readonly Value[], index: number): Value | undefined =>
  values.length === 0 ? undefined : values[index % values.length];
const onPayment =
  (index: number, act: (world: World, paymentId: string) => void): Step =>
  (world) => {
    const paymentId = pick([...world.payments.keys()].reverse(), index);
    if (paymentId !== undefined) act(world, paymentId);
  };
const onInvoice =
  (index: number, act: (world: World, invoiceId: string) => void): Step =>
  (world) =>
    act(world, pick([...world.invoices.keys()], index) ?? 'inv-0');

/** By chance alone these four would hardly ever follow each other. */
function disputeInTheBooks(world: World, paymentId: string): void {
  world.happen(paymentId, 'settled');
  const invoiceIds = world.payment(paymentId).lines.map(({ invoiceId }) => invoiceId);
  for (const invoiceId of invoiceIds) world.read(invoiceId, true);
  world.happen(paymentId, 'disputed');
  for (const invoiceId of invoiceIds) world.enterDisputes(invoiceId);
}

const parts = fc.array(part, { minLength: 1, maxLength: 3 });
const gatewayEvent = fc.constantFrom(
  'settled',
  'pending',
  'declined',
  'returned',
  'disputed',
  'disputeWon',
  'voided',
  'fenced',
  'silence',
  'cancelled' as const,
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ parts, strategy, methodKind }).map(
      ({ parts: shares, ...request }): Step =>
        (world) => {
          world.place(amountsOf(world, shares), { ...request, runOn: null });
        },
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ parts, strategy, methodKind, inDays: fc.integer({ min: 1, max: 9 }) })
      .map(
        ({ parts: shares, inDays, ...request }): Step =>
          (world) => {
            world.place(amountsOf(world, shares), {
              ...request,
              runOn: dateOf(world.day + inDays),
            });
          },
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        place,
        amounts: fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 3 }),
      })
      .map(({ place: index, amounts }) =>
        onPayment(index, (world, id) => world.change(id, amounts)),
      ),
  },
  { weight: 4, arbitrary: place.map((index) => onPayment(index, (world, id) => world.freeze(id))) },
  {
    weight: 5,
    arbitrary: fc
      .record({ place, event: gatewayEvent })
      .map(({ place: index, event }) => onPayment(index, (world, id) => world.happen(id, event))),
  },
  { weight: 1, arbitrary: place.map((index) => onPayment(index, (world, id) => world.finish(id))) },
  {
    weight: 1,
    arbitrary: fc
      .record({ place, part })
      .map(({ place: index, part: share }) =>
        onInvoice(index, (world, id) => world.payElsewhere(id, share)),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ place, isEntered: fc.boolean() })
      .map(({ place: index, isEntered }) =>
        onInvoice(index, (world, id) => world.read(id, isEntered)),
      ),
  },
  {
    weight: 1,
    arbitrary: place.map((index) => onInvoice(index, (world, id) => world.enterDisputes(id))),
  },
  {
    weight: 2,
    arbitrary: place.map((index) => onPayment(index, disputeInTheBooks)),
  },
  {
    weight: 1,
    arbitrary: fc.record({ place, isOnHold: fc.boolean() }).map(({ place: index, isOnHold }) =>
      onInvoice(index, (world, id) => {
        world.invoice(id).isOnHold = isOnHold;
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 4 }).map(
      (days): Step =>
        (world) => {
          world.day += days;
        },
    ),
  },
);
const voiding: fc.Arbitrary<Step> = place.map((index) =>
  onInvoice(index, (world, id) => world.voidInvoice(id)),
);

const history = fc.array(
  fc.oneof({ weight: 60, arbitrary: step }, { weight: 1, arbitrary: voiding }),
  {
    minLength: 25,
    maxLength: 60,
  },
);
const totals = fc.array(fc.integer({ min: 1_000, max: 300_000 }), { minLength: 1, maxLength: 3 });

/** Plain comparisons: a matcher each would be most of the time of the whole sweep. */
function check(world: World): void {
  const wrong = [...world.breaches];
  const hold = (isTrue: boolean, what: string) => {
    if (!isTrue) wrong.push(what);
  };
  for (const invoice of world.invoices.values()) {
    const { invoiceId, totalMinor, elsewhereMinor, firmMinor, openMinor, overageMinor } = invoice;
    const { disputedMinor } = invoice;
    const parts = [...world.payments.values()].flatMap((payment) =>
      payment.lines
        .filter((line) => line.invoiceId === invoiceId)
        .map((line) => contributionOf(payment, line)),
    );
    const sumOf = (of: 'firm' | 'disputed') => parts.reduce((sum, each) => sum + each[of], 0);
    hold(firmMinor === sumOf('firm'), `firm of ${invoiceId} is not its claims`);
    hold(disputedMinor === sumOf('disputed'), `disputed of ${invoiceId} is not its disputes`);
    hold(firmMinor <= openMinor + overageMinor, `firm of ${invoiceId} is above open`);
    const takenMinor = world.takenOf(invoiceId) + elsewhereMinor;
    hold(invoice.isVoid || takenMinor <= totalMinor, `P0 ${invoiceId} is overpaid`);
    const plannedMinor = plannedOn(invoiceId, world.planned);
    hold(plannedMinor <= Math.max(0, headroomOf(invoice)), `P11 ${invoiceId} plans too much`);
  }
  for (const payment of world.payments.values()) {
    const { paymentId, lines, keptMinor } = payment;
    for (const { amountMinor, setMinor } of lines) {
      hold(amountMinor >= 0, `a line of ${paymentId} is below zero`);
      hold(amountMinor <= setMinor, `P13 a line of ${paymentId} is above what was set`);
    }
    hold((keptMinor ?? 0) <= total(payment), `${paymentId} kept more than its lines`);
  }
  if (wrong.length > 0) throw new Error(wrong.join('; '));
}

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);

test('in any order of steps the invariants hold after each of them', () => {
  fc.assert(
    fc.property(totals, history, (amounts, steps) => {
      const world = new World(amounts);
      for (const take of steps) {
        take(world);
        check(world);
      }
    }),
    { numRuns: RUNS, interruptAfterTimeLimit: 20_000 },
  );
});

test('histories do reach what they are about', () => {
  const states = new Set<string>();
  const statuses = new Set<string>();
  fc.assert(
    fc.property(totals, history, (amounts, steps) => {
      const world = new World(amounts);
      for (const take of steps) take(world);
      for (const { state } of world.payments.values()) states.add(state);
      for (const { status } of world.adjustments) statuses.add(status);
    }),
    { numRuns: 200, seed: 7 },
  );
  expect([...statuses].sort()).toEqual(['applied', 'held', 'released']);
  expect([...states].sort()).toEqual(
    expect.arrayContaining([
      'cancelled',
      'disputed',
      'failed',
      'inReview',
      'pending',
      'returned',
      'scheduled',
      'settled',
      'submitting',
      'superseded',
      'unknown',
    ]),
  );
});

test('P6 an event that comes twice changes nothing the second time', () => {
  fc.assert(
    fc.property(totals, history, place, gatewayEvent, (amounts, steps, index, event) => {
      const world = new World(amounts);
      for (const take of steps) take(world);
      const again = onPayment(index, (_, id) => world.happen(id, event));
      again(world);
      const once = JSON.stringify([[...world.invoices], [...world.payments], world.adjustments]);
      again(world);
      expect(JSON.stringify([[...world.invoices], [...world.payments], world.adjustments])).toBe(
        once,
      );
    }),
    { numRuns: Math.ceil(RUNS / 3), interruptAfterTimeLimit: 20_000 },
  );
});

test('P9 the same reading twice changes nothing the second time', () => {
  fc.assert(
    fc.property(totals, history, place, fc.boolean(), (amounts, steps, index, isEntered) => {
      const world = new World(amounts);
      for (const take of steps) take(world);
      const read = onInvoice(index, (_, id) => world.read(id, isEntered));
      read(world);
      const once = JSON.stringify([[...world.invoices], [...world.payments], world.adjustments]);
      read(world);
      expect(JSON.stringify([[...world.invoices], [...world.payments], world.adjustments])).toBe(
        once,
      );
    }),
    { numRuns: Math.ceil(RUNS / 3), interruptAfterTimeLimit: 20_000 },
  );
});

test('P3 what a payment held is given back exactly, when nothing happened in between', () => {
  fc.assert(
    fc.property(totals, history, parts, strategy, (amounts, steps, shares, order) => {
      const world = new World(amounts);
      for (const take of steps) take(world);
      const linesOf = () =>
        JSON.stringify(
          world.planned.map(({ paymentId, lines }) => [
            paymentId,
            lines.map((line) => line.amountMinor),
          ]),
        );
      const before = linesOf();
      const placed = world.place(amountsOf(world, shares), {
        runOn: null,
        strategy: order,
        methodKind: 'card',
      });
      fc.pre(placed !== null);
      // What is due and was at zero goes to review instead, which the days do not allow here.
      world.happen(placed ?? '', 'cancelled');
      expect(linesOf()).toBe(before);
    }),
    { numRuns: Math.ceil(RUNS / 3), interruptAfterTimeLimit: 20_000 },
  );
});
