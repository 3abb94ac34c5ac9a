/** Made-up people, sums and answers that the suites of the office screens share. */
import { Session } from '../../../contracts/session';

export const uuid = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
export const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

export const SESSION = Session.parse({
  user: { id: uuid(1), name: 'Dana Whitfield', email: 'dana@lakefront.example', role: 'admin' },
  business: {
    name: 'Lakefront IT Services',
    zone: 'America/Chicago',
    locale: 'en-US',
    runTime: '09:00',
    now: '2026-11-25T16:42:00Z',
    today: '2026-11-25',
  },
  clock: { offsetMs: 0, canMove: true },
  sandbox: { url: 'http://127.0.0.1:1' },
  gateway: { name: 'Sandbox gateway', tokenizationUrl: null, tokenizationOrigin: null },
  temporal: null,
  openTasks: 7,
  waitingApprovals: 4,
  expiresAt: '2026-11-26T16:42:00Z',
  lastEventId: '1-1',
});
