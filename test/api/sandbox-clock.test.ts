/** Goal: the test clock exists in the sandbox only, moves forward only, and says where it stands. */
import type { ClockStore } from '../../api/stores/clock';
import { createTestApp, signIn } from './support/app';

async function setUp(isSandbox = true, clock: Partial<ClockStore> = {}) {
  const base = createTestApp({ isSandbox });
  const app = createTestApp({
    isSandbox,
    stores: {
      clock: {
        ...base.stores.clock,
        moveTo: async (instant) => {
          app.clock.now = instant;
        },
        ...clock,
      },
    },
  });
  const biller = await signIn(app, 'biller');
  const move = (body: object) => app.anyone.post('/api/sandbox/clock').set(biller).send(body);
  const read = () => app.anyone.get('/api/sandbox/clock').set(biller);
  return { app, move, read };
}

it('is no part of a deployment in which real money moves', async () => {
  const { move, read } = await setUp(false);
  expect((await read()).status).toBe(404);
  expect((await move({ to: '2027-01-01T00:00:00Z' })).status).toBe(404);
});

it('moves to an instant and answers the business’s date there', async () => {
  const { move } = await setUp();
  const response = await move({ to: '2026-12-05T04:00:00Z' });
  expect(response.body).toMatchObject({
    now: '2026-12-05T04:00:00.000Z',
    today: '2026-12-04',
    zone: 'America/Chicago',
    target: null,
    waitsFor: [],
  });
});

it('never moves back', async () => {
  const { move } = await setUp();
  const response = await move({ to: '2026-11-25T16:42:00.000Z' });
  expect([response.status, response.body.code]).toEqual([422, 'CLOCK_NOT_FORWARD']);
});

it('says what it waits for, and where it was to end', async () => {
  const payment = { id: '0b5f3c1e-7f1d-4f9d-8a50-3f2f6f0f9a11', number: 'P-10391' };
  let realMs = 0;
  const { app, move } = await setUp(true, {
    waiting: async () => {
      // Time passes while it looks: its patience is real time.
      realMs += 5_000;
      return {
        payments: [{ payment, state: 'submitting' }],
        rules: [{ id: payment.id, name: 'Monthly' }],
      };
    },
    moveTo: async () => undefined,
  });
  const start = app.clock.now.getTime();
  Object.defineProperty(app.clock, 'now', { get: () => new Date(start + realMs) });
  const response = await move({ to: '2026-12-05T04:00:00Z' });
  expect(response.body.waitsFor).toEqual([{ payment, state: 'submitting' }]);
  expect(response.body.rules).toEqual([{ id: payment.id, name: 'Monthly' }]);
  expect(response.body.target).toBe('2026-12-05T04:00:00.000Z');
});
