/**
 * Goal: reports of the mail service come in as they are signed, in whichever moment they come.
 * Method: the real application with a reader of reports that says what the test wants.
 */
import type { MailReport, MailReports } from '../../domain/ports';
import { createTestApp } from './support/app';

const REPORT: MailReport = {
  providerId: 'mail-1',
  at: '2026-11-25T16:40:00.000Z',
  outcome: { kind: 'delivered' },
};

function setUp(reads: ReturnType<MailReports['read']>, known: readonly string[] = ['mail-1']) {
  const recorded: MailReport[] = [];
  const seen: Uint8Array[] = [];
  const app = createTestApp({
    mailReports: {
      read(headers, rawBody) {
        seen.push(rawBody);
        return headers['svix-signature'] === 'good' ? reads : null;
      },
    },
    stores: {
      mailReports: {
        async record(report) {
          recorded.push(report);
          return { isKnown: known.includes(report.providerId) };
        },
      },
    },
  });
  const send = (signature = 'good') =>
    app.anyone
      .post('/api/webhooks/mail')
      .set('svix-signature', signature)
      .type('application/json')
      .send('{"type": "email.delivered"}');
  return { app, send, recorded, seen };
}

it('takes a report of a mail of ours, byte for byte as it was signed', async () => {
  const { send, recorded, seen } = setUp(REPORT);
  expect((await send()).status).toBe(204);
  expect(recorded).toEqual([REPORT]);
  expect(Buffer.from(seen[0] ?? []).toString()).toBe('{"type": "email.delivered"}');
});

it('refuses one that nobody signed, and writes nothing', async () => {
  const { send, recorded } = setUp(REPORT);
  const answer = await send('bad');
  expect([answer.status, answer.body.code]).toEqual([401, 'SIGNATURE_WRONG']);
  expect(recorded).toEqual([]);
});

it('takes a report about anything else and does nothing with it', async () => {
  const { send, recorded } = setUp('other');
  expect((await send()).status).toBe(204);
  expect(recorded).toEqual([]);
});

it('asks one that overtook its mail to come again, and takes it for somebody else’s after an hour', async () => {
  const { app, send } = setUp(REPORT, []);
  const early = await send();
  expect([early.status, early.body.code, early.headers['retry-after']]).toEqual([
    503,
    'UNAVAILABLE',
    '5',
  ]);
  app.clock.now = new Date('2026-11-25T17:40:00.000Z');
  expect((await send()).status).toBe(204);
  expect(app.lines.join('')).toContain('a report is about no mail of ours');
});

it('is not there where no secret is set', async () => {
  const { anyone } = createTestApp();
  const answer = await anyone.post('/api/webhooks/mail').type('application/json').send('{}');
  expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
});
