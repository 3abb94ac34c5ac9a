/** P8 and P10 of the money rules, on single plans; what needs a history is beside this file. */
import fc from 'fast-check';
import { fingerprintText } from '../../../domain/fingerprint';
import { planPlacement } from '../../../domain/plan';
import { plannedOn, trimToLimit, withAdjustments } from '../../../domain/trim';
import { dateOf, LIMITS } from './world';

const strategy = fc.constantFrom('nearest-first', 'tail-first', 'pro-rata' as const);
const planned = fc.array(
  fc.record({
    paymentId: fc.uuid(),
    state: fc.constant('scheduled' as const),
    runOn: fc.integer({ min: 1, max: 300 }).map(dateOf),
    lines: fc.nat(2 ** 40).map((amountMinor) => [{ invoiceId: 'inv', amountMinor }]),
  }),
  { maxLength: 8 },
);

test('P10 trimming removes exactly what is too much, and no line falls below zero', () => {
  fc.assert(
    fc.property(
      planned,
      fc.integer({ min: -1000, max: 2 ** 42 }),
      strategy,
      (plans, limitMinor, order) => {
        const before = plannedOn('inv', plans);
        const adjustments = trimToLimit({
          invoiceId: 'inv',
          planned: plans,
          limitMinor,
          strategy: order,
        });
        const after = withAdjustments(plans, adjustments);
        expect(before - plannedOn('inv', after)).toBe(
          Math.max(0, before - Math.max(0, limitMinor)),
        );
        for (const { lines } of after) expect(lines[0]?.amountMinor).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('P8 equal fingerprints mean equal plans, whatever order the rows were read in', () => {
  const amount = fc.integer({ min: 1, max: 5_000 });
  const invoice = fc.record({
    openMinor: amount,
    firmMinor: fc.nat(500),
    disputedMinor: fc.nat(50),
  });
  const world = fc.record({ invoice, planned, paidMinor: amount, order: strategy });
  const small = (plans: typeof planned extends fc.Arbitrary<infer Value> ? Value : never) =>
    plans.map((plan) => ({
      ...plan,
      lines: plan.lines.map((line) => ({ ...line, amountMinor: line.amountMinor % 1000 })),
    }));
  fc.assert(
    fc.property(world, world, fc.nat(7), (one, other, turn) => {
      const inputOf = ({ invoice: counters, planned: plans, paidMinor, order }: typeof one) => ({
        request: {
          kind: 'pay' as const,
          organizationId: 'client',
          currency: 'USD',
          lines: [{ invoiceId: 'inv', amountMinor: paidMinor }],
          strategy: order,
          changesPaymentId: null,
          methodId: 'method',
          runOn: null,
        },
        invoices: [
          {
            ...counters,
            invoiceId: 'inv',
            organizationId: 'client',
            currency: 'USD',
            isVoid: false,
            isOnHold: false,
            isMissing: false,
            isDrifted: false,
          },
        ],
        planned: small(plans),
        limits: LIMITS,
      });
      const first = inputOf(one);
      const turned = [...first.planned.slice(turn), ...first.planned.slice(0, turn)];
      const reread = { ...first, planned: turned };
      expect(fingerprintText(reread)).toBe(fingerprintText(first));
      expect(planPlacement(reread)).toEqual(planPlacement(first));
      const second = inputOf(other);
      if (fingerprintText(second) === fingerprintText(first)) {
        expect(planPlacement(second)).toEqual(planPlacement(first));
      }
    }),
  );
});
