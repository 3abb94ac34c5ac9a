/**
 * Goal: only what the mail service signed is believed, and of that only what tells what became of a mail.
 * Method: mails handed to the sandbox's inbox and its reports read; others written and signed by hand.
 */
import type { MailReport } from '../../domain/ports';
import { createResendMail } from '../../mail/resend-mail';
import { createResendReports } from '../../mail/resend-reports';
import { mailReportSignature } from '../../sandbox/inbox/mail-report';
import { startSandbox } from '../../sandbox/sandbox';
import { startReceiver } from '../gateways/gateway-world';

const SECRET = `whsec_${Buffer.from('the secret of the mail service').toString('base64')}`;
const reports = createResendReports({ apiKey: 're_test', webhookSecret: SECRET });

type Sent = Readonly<{ secret?: string; secondsAgo?: number; changes?: (text: string) => string }>;

function read(payload: object, { secret = SECRET, secondsAgo = 0, changes }: Sent = {}) {
  const body = JSON.stringify(payload);
  const at = new Date(Date.now() - secondsAgo * 1000);
  const headers = mailReportSignature(secret)({ id: 'msg_1', body }, at);
  return reports.read(headers, Buffer.from(changes?.(body) ?? body));
}

const about = (type: string, more: object = {}) => ({
  type,
  created_at: '2026-11-25T16:46:15.123+00:00',
  data: { email_id: 'mail-1', to: ['ann@client.example'], subject: 'Receipt', ...more },
});

const told = (outcome: MailReport['outcome']): MailReport => ({
  providerId: 'mail-1',
  at: '2026-11-25T16:46:15.123Z',
  outcome,
});

describe('what the inbox reports', () => {
  const mail = {
    from: 'Billing <billing@lakefront.example>',
    replyTo: null,
    subject: 'Receipt P-10001',
    html: '<p>Paid</p>',
    text: 'Paid',
    attachments: [],
  };

  it.each([
    ['ann@client.example', { kind: 'delivered' }],
    [
      'bounce@client.example',
      {
        kind: 'notDelivered',
        reason: "The recipient's mail server knows no such mailbox.",
        isAddressDead: true,
      },
    ],
    [
      'complain@client.example',
      { kind: 'unwanted', reason: 'The recipient reported our mail as unwanted.' },
    ],
  ] as const)('of a mail to %s is read, and comes again until it is taken', async (to, outcome) => {
    const receiver = await startReceiver((count) => (count === 1 ? 503 : 204));
    const sandbox = await startSandbox({
      dataFolder: null,
      apiKey: 'the key of the merchant',
      webhookSecret: 'the secret of the gateway',
      webhookUrl: null,
      mailReports: { url: receiver.url, secret: SECRET },
      clock: () => new Date(),
    });
    try {
      const transport = createResendMail({
        apiKey: 're_test',
        baseUrl: sandbox.url,
        timeoutMs: 5_000,
      });
      const answer = await transport.send({ ...mail, to }, `key of ${to}`);
      await receiver.until(2);
      for (const { headers, rawBody } of receiver.received) {
        expect(reports.read(headers, rawBody)).toEqual({
          providerId: answer.kind === 'sent' ? answer.providerId : '',
          at: expect.any(String),
          outcome,
        });
      }
    } finally {
      await sandbox.stop();
      await receiver.close();
    }
  });
});

describe('a report', () => {
  const delivered = about('email.delivered');

  test('that another secret signed, that was changed, or that is old is not believed', () => {
    expect(read(delivered)).toEqual(told({ kind: 'delivered' }));
    const other = `whsec_${Buffer.from('the secret of somebody else').toString('base64')}`;
    expect(read(delivered, { secret: other })).toBeNull();
    expect(read(delivered, { changes: (text) => text.replace('mail-1', 'mail-2') })).toBeNull();
    expect(read(delivered, { secondsAgo: 3_600 })).toBeNull();
    expect(read(delivered, { secondsAgo: -3_600 })).toBeNull();
    expect(reports.read({}, Buffer.from(JSON.stringify(delivered)))).toBeNull();
    expect(reports.read({}, Buffer.alloc(300 * 1024))).toBeNull();
  });

  test('that carries the signatures of two secrets, while one replaces the other, is believed', () => {
    const body = JSON.stringify(delivered);
    const ours = mailReportSignature(SECRET)({ id: 'msg_1', body }, new Date());
    const theirs = mailReportSignature('whsec_b3RoZXI=')({ id: 'msg_1', body }, new Date());
    const both = `${theirs['svix-signature']} ${ours['svix-signature']}`;
    expect(reports.read({ ...ours, 'svix-signature': both }, Buffer.from(body))).toEqual(
      told({ kind: 'delivered' }),
    );
  });

  test.each([
    ['Permanent', true],
    ['Transient', false],
    ['Undetermined', false],
  ])('of a mail that came back as %s says whether its address is dead', (type, isAddressDead) => {
    const bounce = { type, subType: 'General', message: 'No such\r\nmailbox\u0000 here' };
    expect(read(about('email.bounced', { bounce }))).toEqual(
      told({ kind: 'notDelivered', reason: 'No such mailbox here', isAddressDead }),
    );
  });

  test('of a mail that was kept back, or given up, says why', () => {
    const suppressed = { type: 'OnAccountSuppressionList', message: 'It is on the list.' };
    expect(read(about('email.suppressed', { suppressed }))).toEqual(
      told({ kind: 'notDelivered', reason: 'It is on the list.', isAddressDead: true }),
    );
    expect(read(about('email.failed', { failed: { reason: 'reached_daily_quota' } }))).toEqual(
      told({
        kind: 'notDelivered',
        reason: 'The mail service gave up: reached_daily_quota',
        isAddressDead: false,
      }),
    );
  });

  test('says something even where the mail server said nothing, and never more than a line', () => {
    const reasonOf = (message: string) => {
      const report = read(about('email.bounced', { bounce: { type: 'Permanent', message } }));
      return report !== null && report !== 'other' && report.outcome.kind === 'notDelivered'
        ? report.outcome.reason
        : null;
    };
    expect(reasonOf(' \n ')).toBe('The mail came back.');
    expect(reasonOf('a'.repeat(5_000))).toHaveLength(300);
  });

  test('about anything else is taken and told nobody', () => {
    for (const payload of [
      about('email.opened'),
      about('contact.created'),
      about('email.bounced'),
      { type: 'email.delivered' },
      [],
    ]) {
      expect(read(payload)).toBe('other');
    }
  });
});
