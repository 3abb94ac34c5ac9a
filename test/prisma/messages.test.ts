/**
 * Goal: whoever was shown before confirm is told of each outcome once, and nobody else is.
 *
 * Method: the real stores with outcomes applied by hand, then the rows of mails read; sent through
 * the sending activity with a mail service that fails when told.
 */
import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { Pool } from 'pg';
import { createSendMessage, createSendMessages } from '../../activities/send-messages';
import type { ChargeOutcome, MailTransport, OutgoingMail } from '../../domain/ports';
import { createApply } from '../../prisma/stores/payments/apply';
import { createFreeze } from '../../prisma/stores/payments/freeze';
import { createMailInvoice } from '../../prisma/stores/invoices/mail-invoice';
import { createMessageStore } from '../../prisma/stores/payments/messages/message-store';
import { createReceipts } from '../../prisma/stores/payments/messages/receipts';
import { createPlacePayment } from '../../prisma/stores/payments/place';
import { createStarting } from '../../prisma/stores/payments/starting';
import type { PlacementRequest } from '../../prisma/stores/payments/placement-types';
import { FakeGateway } from '../gateways/fake-gateway';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aContact } from './a-contact';
import { aClientWith, aRequest, type Books, dana, daysAhead, LIMITS } from './books';
import { keepDocument } from './kept-document';

jest.setTimeout(60_000);

const settled: ChargeOutcome = {
  kind: 'settled',
  reference: 'ch_1',
  settledAt: '2026-12-01T15:00:00.000Z',
};
const declined: ChargeOutcome = {
  kind: 'declined',
  reference: null,
  reason: 'insufficientFunds',
  isHard: false,
};
const pending: ChargeOutcome = { kind: 'pending', reference: 'ch_1' };
const voided: ChargeOutcome = { kind: 'voided', reference: 'ch_1' };

let pool: Pool;
let databaseUrl: string;
const { capabilities } = new FakeGateway({ now: () => new Date() });

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 8 });
}, 60_000);
afterAll(() => pool.end());
beforeEach(() => emptyDatabase(databaseUrl));

async function place(books: Books, amounts: number[], overrides: Partial<PlacementRequest> = {}) {
  const placing = createPlacePayment({ pool, limits: LIMITS });
  const placed = await placing(randomUUID(), aRequest(books, amounts, overrides), dana);
  if (!placed.ok) throw new Error(JSON.stringify(placed.refusal));
  return placed.value.payment.id;
}

async function charge(paymentId: string, ...outcomes: ChargeOutcome[]): Promise<void> {
  await createFreeze({ pool, capabilities })(paymentId, null);
  const apply = createApply({ pool, capabilities });
  for (const outcome of outcomes) await apply(paymentId, outcome, 'gateway');
}

class FakeMail implements MailTransport {
  readonly sizeLimitBytes = 1_000_000;
  readonly taken = new Map<string, OutgoingMail>();
  losesAnswers = 0;
  refuses = false;

  async send(mail: OutgoingMail, key: string) {
    const known = this.taken.get(key);
    if (known !== undefined) expect(mail).toEqual(known);
    if (this.refuses) return { kind: 'rejected', reason: 'No such mailbox.' } as const;
    this.taken.set(key, mail);
    if (this.losesAnswers > 0) {
      this.losesAnswers -= 1;
      throw new Error('connection reset');
    }
    return { kind: 'sent', providerId: `id-of-${key}` } as const;
  }
}

type MailRow = Readonly<{ kind: string; address: string; facts: Record<string, unknown> }>;

async function mailsOf(paymentId: string): Promise<MailRow[]> {
  const { rows } = await pool.query<MailRow>(
    `SELECT kind, recipient_address AS address, facts FROM message
      WHERE payment_id = $1 ORDER BY kind, recipient_address, created_at`,
    [paymentId],
  );
  return rows;
}
const told = async (paymentId: string) =>
  (await mailsOf(paymentId)).map(({ kind, address }) => `${kind} ${address}`);

test('a receipt goes to the contacts whose profile allows it and to the addresses typed', async () => {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
  await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
  await aContact(pool, books.organizationId, 'bob@client.example', [
    'viewInvoices',
    'receiveFailureMails',
  ]);
  const paymentId = await place(books, [40_000], { extraRecipients: ['cfo@client.example'] });
  expect(await told(paymentId)).toEqual([]);
  await charge(paymentId, settled);
  expect(await told(paymentId)).toEqual([
    'receipt ann@client.example',
    'receipt cfo@client.example',
  ]);
  const [receipt] = await mailsOf(paymentId);
  expect(receipt?.facts).toMatchObject({
    gatewayReference: 'ch_1',
    payment: { lines: [{ amountMinor: 40_000, unpaidAfterMinor: 60_000 }] },
    recipient: { reason: 'contact' },
  });
});

test('the same outcome again tells nobody again', async () => {
  const books = await aClientWith(pool, [{}]);
  await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
  const paymentId = await place(books, [40_000]);
  await charge(paymentId, settled, settled, settled);
  expect(await told(paymentId)).toEqual(['receipt ann@client.example']);
});

test('a decline is told to those whose profile gets failure mails', async () => {
  const books = await aClientWith(pool, [{}]);
  await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
  await aContact(pool, books.organizationId, 'bob@client.example', ['receiveFailureMails']);
  const paymentId = await place(books, [40_000]);
  await charge(paymentId, declined);
  expect(await told(paymentId)).toEqual(['paymentDeclined bob@client.example']);
});

test('a contact removed after confirm gets nothing, and a corrected address gets the receipt', async () => {
  const books = await aClientWith(pool, [{}]);
  const ann = await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
  const eve = await aContact(pool, books.organizationId, 'eve@client.example', ['receiveReceipts']);
  const paymentId = await place(books, [40_000]);
  await pool.query('UPDATE contact SET removed_at = now() WHERE id = $1', [eve]);
  await pool.query(`UPDATE contact SET email = 'ann@new.example' WHERE id = $1`, [ann]);
  await charge(paymentId, settled);
  expect(await told(paymentId)).toEqual(['receipt ann@new.example']);
});

const returned: ChargeOutcome = {
  kind: 'returned',
  reference: 'ch_1',
  code: 'R01',
  reason: 'Insufficient funds.',
};

test('a card whose money goes back is no returned bank debit, and gets no receipt any more', async () => {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
  await aContact(pool, books.organizationId, 'ann@client.example', [
    'receiveReceipts',
    'receiveFailureMails',
  ]);
  for (const moneyBack of [
    returned,
    { kind: 'disputed', reference: 'ch_1', reason: 'Not recognised.' } as const,
  ]) {
    const paymentId = await place(books, [20_000]);
    await charge(paymentId, settled, moneyBack);
    expect(await told(paymentId)).toEqual(['receipt ann@client.example']);
    await pool.query(`UPDATE message SET status = 'failed' WHERE payment_id = $1`, [paymentId]);
    const receipts = createReceipts({ pool });
    const [first] = (await receipts.receipts(paymentId)) ?? [];
    for (const asked of [
      { addresses: ['auditor@client.example'], resendMessageIds: [] },
      { addresses: [], resendMessageIds: [first?.id ?? ''] },
    ]) {
      expect(await receipts.sendReceipts(paymentId, asked, dana)).toMatchObject({
        ok: false,
        refusal: { code: 'PAYMENT_NOT_CHANGEABLE', reason: expect.stringMatching(/went back/) },
      });
    }
    expect(await told(paymentId)).toHaveLength(1);
  }
});

test('an address added to a returned bank debit hears of the return, though nobody did at the time', async () => {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }], { kind: 'bankDebit' });
  await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
  const paymentId = await place(books, [20_000]);
  await charge(paymentId, pending, settled, returned);
  const asked = { addresses: ['auditor@client.example'], resendMessageIds: [] };
  await createReceipts({ pool }).sendReceipts(paymentId, asked, dana);
  expect(await told(paymentId)).toEqual([
    'bankDebitInitiated ann@client.example',
    'bankDebitReturned auditor@client.example',
    'bankDebitSettled ann@client.example',
  ]);
});

test('a schedule is announced when it is placed', async () => {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
  await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
  const paymentId = await place(books, [30_000], { runOn: daysAhead(20) });
  expect(await told(paymentId)).toEqual(['paymentScheduled ann@client.example']);
  const [mail] = await mailsOf(paymentId);
  expect(mail?.facts).toMatchObject({ payment: { lines: [{ unpaidAfterMinor: 70_000 }] } });
});

test('a lowered schedule is told once its cause is settled, not when it is placed', async () => {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
  await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
  const planned = await place(books, [80_000], { runOn: daysAhead(20) });
  const cause = await place(books, [50_000]);
  expect(await told(cause)).toEqual([]);
  await charge(cause, settled);
  expect(await told(cause)).toEqual([
    'paymentChanged ann@client.example',
    'receipt ann@client.example',
  ]);
  const notice = (await mailsOf(cause)).find(({ kind }) => kind === 'paymentChanged');
  expect(notice?.facts).toMatchObject({
    cause: { kind: 'payment', amountMinor: 50_000 },
    payments: [{ lines: [{ beforeMinor: 80_000, afterMinor: 50_000 }], next: 'runs' }],
  });
  expect(await told(planned)).toEqual(['paymentScheduled ann@client.example']);
});

test('what was told is told again when it is given back', async () => {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }], { kind: 'bankDebit' });
  await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
  await place(books, [80_000], { runOn: daysAhead(20) });
  const cause = await place(books, [50_000]);
  await charge(cause, pending, voided);
  const notices = (await mailsOf(cause)).filter(({ kind }) => kind === 'paymentChanged');
  expect(notices.map(({ facts }) => facts['cause'])).toMatchObject([
    { kind: 'payment' },
    { kind: 'release' },
  ]);
});

test('a hold that nobody was told of is given back in silence', async () => {
  const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
  await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
  await place(books, [80_000], { runOn: daysAhead(20) });
  const cause = await place(books, [50_000]);
  await charge(cause, declined);
  expect(await told(cause)).toEqual([]);
});

describe('sending', () => {
  /** Remembers what it took by key, and loses its answer when told. */
  const send = (mail: FakeMail, paymentId: string) =>
    new MockActivityEnvironment().run(
      createSendMessages({
        mail,
        messages: createMessageStore({ pool }),
        clock: { realNow: () => new Date() },
      }),
      { paymentId },
    );

  async function aReceipt(): Promise<string> {
    const books = await aClientWith(pool, [{}]);
    await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
    const paymentId = await place(books, [40_000]);
    await charge(paymentId, settled);
    return paymentId;
  }

  test('a lost answer sends the same mail under the same key, and it is sent once', async () => {
    const paymentId = await aReceipt();
    const mail = new FakeMail();
    mail.losesAnswers = 1;
    await expect(send(mail, paymentId)).rejects.toThrow('wait for another try');
    await pool.query(`UPDATE business SET mail_from_name = 'Renamed'`);
    await send(mail, paymentId);
    await send(mail, paymentId);
    expect([...mail.taken.keys()]).toHaveLength(1);
    const [receipt] = (await createReceipts({ pool }).receipts(paymentId)) ?? [];
    expect(receipt).toMatchObject({ status: 'sent', tries: 2, error: null });
    expect(receipt?.html).toContain('400.00');
  });

  test('a mail that is given up is one task, which names the address; one that waits is none', async () => {
    const paymentId = await aReceipt();
    const tasks = async () => {
      const { rows } = await pool.query<Record<string, unknown>>(
        `SELECT kind, payment_id AS "paymentId", facts ->> 'to' AS "to", facts ->> 'reason' AS reason,
                resolved_at AS "resolvedAt" FROM task`,
      );
      return rows;
    };
    const mail = new FakeMail();
    mail.losesAnswers = 1;
    await expect(send(mail, paymentId)).rejects.toThrow('wait for another try');
    expect(await tasks()).toEqual([]);
    mail.refuses = true;
    await send(mail, paymentId);
    await send(mail, paymentId);
    expect(await tasks()).toEqual([
      {
        kind: 'messageFailed',
        paymentId,
        to: 'ann@client.example',
        reason: 'No such mailbox.',
        resolvedAt: null,
      },
    ]);
  });

  test('who was typed for it is told, also where a contact had the address and is gone', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }]);
    const ann = await aContact(pool, books.organizationId, 'ann@client.example', [
      'receiveReceipts',
    ]);
    const paymentId = await place(books, [60_000], { extraRecipients: ['Ann@client.example'] });
    await pool.query('UPDATE contact SET removed_at = now() WHERE id = $1', [ann]);
    await charge(paymentId, settled);
    const { rows } = await pool.query(
      'SELECT kind, recipient_address AS address FROM message WHERE payment_id = $1',
      [paymentId],
    );
    expect(rows).toEqual([{ kind: 'receipt', address: 'Ann@client.example' }]);
  });

  test('a new address hears of a debit as it stands, whatever was said or sent again before', async () => {
    const books = await aClientWith(pool, [{ openMinor: 100_000 }], { kind: 'bankDebit' });
    await aContact(pool, books.organizationId, 'ann@client.example', ['receiveReceipts']);
    const paymentId = await place(books, [60_000]);
    await charge(paymentId, pending);
    await send(new FakeMail(), paymentId);
    const receipts = createReceipts({ pool });
    const initiated = ((await receipts.receipts(paymentId)) ?? []).map(({ id }) => id);
    await pool.query('UPDATE contact SET bounced_at = now()');
    const apply = createApply({ pool, capabilities });
    await apply(paymentId, settled, 'gateway');
    const added = async (address: string, resendMessageIds: string[]) => {
      const asked = { addresses: [address], resendMessageIds };
      const sent = await receipts.sendReceipts(paymentId, asked, dana);
      return sent.ok && sent.value.find((message) => message.address === address)?.kind;
    };
    expect(await added('boss@client.example', [])).toBe('bankDebitSettled');
    expect(await added('cfo@client.example', initiated)).toBe('bankDebitSettled');
    expect(await added('auditor@client.example', [])).toBe('bankDebitSettled');
  });

  test('a receipt can be sent to somebody else, and again, each under a key of its own', async () => {
    const paymentId = await aReceipt();
    const mail = new FakeMail();
    await send(mail, paymentId);
    const receipts = createReceipts({ pool });
    const [first] = (await receipts.receipts(paymentId)) ?? [];
    const asked = {
      addresses: ['auditor@client.example'],
      resendMessageIds: [first?.id ?? ''],
    };
    expect(await receipts.sendReceipts(paymentId, asked, dana)).toMatchObject({
      ok: true,
      value: [{ status: 'waiting' }, { status: 'waiting' }],
    });
    await receipts.sendReceipts(paymentId, asked, dana);
    await send(mail, paymentId);
    expect([...mail.taken.values()].map(({ to }) => to).sort()).toEqual([
      'ann@client.example',
      'ann@client.example',
      'auditor@client.example',
    ]);
  });

  test('sent again it goes to the address as it was corrected, unless nobody is there to be reached', async () => {
    const paymentId = await aReceipt();
    const mail = new FakeMail();
    await send(mail, paymentId);
    const receipts = createReceipts({ pool });
    const again = async () => {
      const last = (await receipts.receipts(paymentId))?.at(-1);
      const asked = { addresses: [], resendMessageIds: [last?.id ?? ''] };
      const written = await receipts.sendReceipts(paymentId, asked, dana);
      await send(mail, paymentId);
      return written.ok ? written.value[0] : written.refusal;
    };
    await pool.query(`UPDATE contact SET name = 'Ann Lee', email = 'ann@new.example'`);
    expect(await again()).toMatchObject({ name: 'Ann Lee', address: 'ann@new.example' });
    expect((await mailsOf(paymentId)).at(-1)?.facts).toMatchObject({
      recipient: { name: 'Ann Lee', reason: 'contact' },
    });
    await pool.query(`UPDATE contact SET email = 'ann@gone.example', bounced_at = now()`);
    expect(await again()).toMatchObject({ name: 'Ann Lee', address: 'ann@new.example' });
  });

  test('a mail that nobody sends is found by the sweep once it is a minute overdue', async () => {
    const paymentId = await aReceipt();
    const found = async () => {
      const overdue = await createStarting({ pool }).overdue(10);
      return overdue.map(({ start }) => start.paymentId);
    };
    expect(await found()).toEqual([]);
    await pool.query(`UPDATE message SET next_try_at = next_try_at - interval '2 minutes'`);
    expect(await found()).toEqual([paymentId]);
    await send(new FakeMail(), paymentId);
    expect(await found()).toEqual([]);
  });

  test('before an outcome there is nothing that a receipt could say', async () => {
    const books = await aClientWith(pool, [{}]);
    const paymentId = await place(books, [40_000]);
    const asked = { addresses: ['auditor@client.example'], resendMessageIds: [] };
    expect(await createReceipts({ pool }).sendReceipts(paymentId, asked, dana)).toMatchObject({
      ok: false,
      refusal: { code: 'PAYMENT_NOT_CHANGEABLE' },
    });
  });
});

describe('an invoice by mail', () => {
  async function withDocument({ organizationId, invoiceIds: [id = ''] }: Books): Promise<string> {
    await keepDocument(pool, { id, organizationId }, 1);
    return id;
  }

  const sendOne = (mail: FakeMail, messageId: string) =>
    new MockActivityEnvironment().run(
      createSendMessage({
        mail,
        messages: createMessageStore({ pool }),
        clock: { realNow: () => new Date() },
      }),
      { messageId },
    );

  test('carries its exact document to each address once, however often it is asked', async () => {
    const books = await aClientWith(pool, [{}]);
    const invoiceId = await withDocument(books);
    const ann = await aContact(pool, books.organizationId, 'ann@client.example', []);
    const mail = new FakeMail();
    const mailInvoice = createMailInvoice({ pool });
    const asked = {
      id: randomUUID(),
      contactIds: [ann],
      addresses: ['ANN@client.example', 'cfo@client.example'],
    };
    // Connections that are open already meet each other.
    await Promise.all([1, 2, 3, 4].map(() => pool.query('SELECT')));
    const atOnce = await Promise.all([1, 2, 3, 4].map(() => mailInvoice(invoiceId, asked, dana)));
    const first = atOnce[0] as (typeof atOnce)[number];
    expect(new Set(atOnce.map((each) => JSON.stringify(each))).size).toBe(1);
    if (!first.ok) throw new Error(JSON.stringify(first.refusal));
    expect(first.value.map(({ address }) => address)).toEqual([
      'ann@client.example',
      'cfo@client.example',
    ]);
    expect(await mailInvoice(invoiceId, asked, dana)).toEqual(first);
    for (const { id } of first.value) await sendOne(mail, id);
    expect([...mail.taken.values()].map(({ to, attachments }) => [to, attachments])).toEqual([
      ['ann@client.example', [expect.objectContaining({ fileName: 'INV-7.pdf' })]],
      ['cfo@client.example', [expect.objectContaining({ fileName: 'INV-7.pdf' })]],
    ]);
    const { rows } = await pool.query(
      `SELECT kind, after ->> 'address' AS address FROM event WHERE invoice_id = $1 ORDER BY id`,
      [invoiceId],
    );
    expect(rows).toEqual([
      { kind: 'invoice.mailed', address: null },
      { kind: 'message.sent', address: 'ann@client.example' },
      { kind: 'message.sent', address: 'cfo@client.example' },
    ]);
  });

  test('goes to who was added when the answer to the first sending was lost, and to nobody twice', async () => {
    const books = await aClientWith(pool, [{}]);
    const invoiceId = await withDocument(books);
    const mailInvoice = createMailInvoice({ pool });
    const asked = { id: randomUUID(), contactIds: [], addresses: ['cfo@client.example'] };
    await mailInvoice(invoiceId, asked, dana);
    const addresses = [...asked.addresses, 'ap@client.example'];
    expect(await mailInvoice(invoiceId, { ...asked, addresses }, dana)).toMatchObject({
      ok: true,
      value: [{ address: 'ap@client.example' }, { address: 'cfo@client.example' }],
    });
    const { rows } = await pool.query(
      `SELECT after -> 'addresses' AS addresses FROM event WHERE invoice_id = $1 ORDER BY id`,
      [invoiceId],
    );
    expect(rows).toEqual([
      { addresses: ['cfo@client.example'] },
      { addresses: ['ap@client.example'] },
    ]);
  });

  test('is refused without a document, for a stranger, and for an address that came back', async () => {
    const books = await aClientWith(pool, [{}]);
    const other = await aClientWith(pool, [{}]);
    const mailInvoice = createMailInvoice({ pool });
    const refusal = async (invoiceId: string, contactIds: string[]) => {
      const asked = { id: randomUUID(), contactIds, addresses: ['cfo@client.example'] };
      const result = await mailInvoice(invoiceId, asked, dana);
      return result.ok ? null : result.refusal.code;
    };
    const [bare = ''] = books.invoiceIds;
    expect(await refusal(bare, [])).toBe('DOCUMENT_NOT_AVAILABLE');
    expect(await refusal(randomUUID(), [])).toBe('NOT_FOUND');
    const invoiceId = await withDocument(books);
    const stranger = await aContact(pool, other.organizationId, 'eve@other.example', []);
    expect(await refusal(invoiceId, [stranger])).toBe('CONTACT_NOT_REACHABLE');
    const bounced = await aContact(pool, books.organizationId, 'ann@client.example', []);
    await pool.query('UPDATE contact SET bounced_at = now() WHERE id = $1', [bounced]);
    expect(await refusal(invoiceId, [bounced])).toBe('CONTACT_NOT_REACHABLE');
    expect((await pool.query('SELECT FROM message')).rowCount).toBe(0);
  });

  test('is sent at the business’s own time, also when the test clock was moved', async () => {
    const books = await aClientWith(pool, [{}]);
    const invoiceId = await withDocument(books);
    await pool.query('UPDATE business SET clock_offset_ms = $1', [30 * 86_400_000]);
    const asked = { id: randomUUID(), contactIds: [], addresses: ['cfo@client.example'] };
    const mailed = await createMailInvoice({ pool })(invoiceId, asked, dana);
    if (!mailed.ok) throw new Error(mailed.refusal.code);
    const [message] = mailed.value;
    await sendOne(new FakeMail(), message?.id ?? '');
    const again = await createMailInvoice({ pool })(invoiceId, asked, dana);
    const sentAt = again.ok ? (again.value[0]?.sentAt ?? '') : '';
    const daysAheadOfNow = (Date.parse(sentAt) - Date.now()) / 86_400_000;
    expect(Math.round(daysAheadOfNow)).toBe(30);
  });
});
