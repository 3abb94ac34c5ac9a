/**
 * Goal: what became of a mail is known, once, and nothing more goes by itself to an address whose mails
 * come back.
 * Method: real rows of mails and contacts, and reports that come twice, at once and in the wrong order.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { MailReport } from '../../domain/ports';
import { createMailReportStore } from '../../prisma/stores/payments/messages/mail-reports';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aContact } from './a-contact';
import { aClientWith } from './books';

jest.setTimeout(60_000);

let pool: Pool;
let databaseUrl: string;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 8 });
}, 60_000);
afterAll(() => pool.end());
beforeEach(() => emptyDatabase(databaseUrl));

const delivered = { kind: 'delivered' } as const;
const noSuchMailbox = {
  kind: 'notDelivered',
  reason: 'No such mailbox.',
  isAddressDead: true,
} as const;
const mailboxFull = { ...noSuchMailbox, reason: 'It is full.', isAddressDead: false } as const;
const unwanted = { kind: 'unwanted', reason: 'It is not wanted.' } as const;

const record = (providerId: string, outcome: MailReport['outcome']) =>
  createMailReportStore({ pool }).record({ providerId, at: new Date().toISOString(), outcome });

const aReader = (organizationId: string, address: string) =>
  aContact(pool, organizationId, address, ['receiveReceipts']);

/** Answers the id that the mail service gave it. */
async function aSentMail(organizationId: string, address: string, status = 'sent') {
  const [messageId, providerId] = [randomUUID(), randomUUID()];
  await pool.query(
    `INSERT INTO message (id, unique_key, kind, organization_id, recipient_name, recipient_address,
                          recipient_reason, facts, html, status, provider_id, sent_at, created_at)
     VALUES ($1::uuid, $1::uuid::text, 'receipt', $2, 'Ann', $3, 'typed', '{}', '<p>Paid</p>', $4, $5, now(), now())`,
    [messageId, organizationId, address, status, providerId],
  );
  return providerId;
}

async function mailAt(providerId: string) {
  const { rows } = await pool.query<{ status: string; error: string | null; arrived: boolean }>(
    `SELECT status, last_error AS error, delivered_at IS NOT NULL AS arrived FROM message WHERE provider_id = $1`,
    [providerId],
  );
  return rows[0];
}

async function marked(): Promise<string[]> {
  const { rows } = await pool.query<{ marked: string }>(
    `SELECT email || ': ' || bounce_reason AS marked FROM contact WHERE bounced_at IS NOT NULL ORDER BY 1`,
  );
  return rows.map((row) => row.marked);
}

async function events(): Promise<string[]> {
  const { rows } = await pool.query<{ kind: string }>(
    `SELECT kind FROM event WHERE kind LIKE 'message.%' OR kind LIKE 'contact.%' ORDER BY id`,
  );
  return rows.map(({ kind }) => kind);
}

async function openTasks(): Promise<unknown[]> {
  const { rows } = await pool.query<{ facts: unknown }>(
    `SELECT facts FROM task WHERE kind = 'messageFailed' AND resolved_at IS NULL`,
  );
  return rows.map(({ facts }) => facts);
}

test('a mail that arrived says when, once', async () => {
  const { organizationId } = await aClientWith(pool, []);
  const mail = await aSentMail(organizationId, 'ann@client.example');
  expect(await record(mail, delivered)).toEqual({ isKnown: true });
  expect(await record(mail, delivered)).toEqual({ isKnown: true });
  expect(await mailAt(mail)).toEqual({ status: 'sent', error: null, arrived: true });
  expect(await events()).toEqual(['message.delivered']);
});

test('one that came back is failed with a task, and marks its address at every client', async () => {
  const { organizationId } = await aClientWith(pool, []);
  const other = await aClientWith(pool, []);
  await aReader(organizationId, 'Ann@Client.example');
  await aReader(other.organizationId, 'ann@client.example');
  await aReader(organizationId, 'cfo@client.example');
  const mail = await aSentMail(organizationId, 'ann@client.EXAMPLE');
  await record(mail, delivered);
  expect(await record(mail, noSuchMailbox)).toEqual({ isKnown: true });
  expect(await mailAt(mail)).toEqual({
    status: 'failed',
    error: 'No such mailbox.',
    arrived: false,
  });
  expect(await marked()).toEqual([
    'Ann@Client.example: No such mailbox.',
    'ann@client.example: No such mailbox.',
  ]);
  expect(await openTasks()).toEqual([
    { to: 'ann@client.EXAMPLE', kind: 'receipt', reason: 'No such mailbox.' },
  ]);
  const all = ['message.delivered', 'message.failed', 'contact.bounced', 'contact.bounced'];
  expect(await events()).toEqual(all);
});

test('the same report again, at once and afterwards, and an older one change nothing', async () => {
  const { organizationId } = await aClientWith(pool, []);
  const contact = await aReader(organizationId, 'ann@client.example');
  const mail = await aSentMail(organizationId, 'ann@client.example');
  await Promise.all(Array.from({ length: 8 }, () => record(mail, noSuchMailbox)));
  expect(await events()).toEqual(['message.failed', 'contact.bounced']);
  // Taken into use again by a person, who is not undone by a repeat.
  await pool.query('UPDATE contact SET bounced_at = NULL, bounce_reason = NULL WHERE id = $1', [
    contact,
  ]);
  expect(await record(mail, noSuchMailbox)).toEqual({ isKnown: true });
  expect(await record(mail, delivered)).toEqual({ isKnown: true });
  expect(await mailAt(mail)).toMatchObject({ status: 'failed', arrived: false });
  expect(await marked()).toEqual([]);
  expect(await events()).toHaveLength(2);
});

test('a full mailbox fails the mail and says nothing about the address', async () => {
  const { organizationId } = await aClientWith(pool, []);
  await aReader(organizationId, 'ann@client.example');
  const mail = await aSentMail(organizationId, 'ann@client.example');
  await record(mail, mailboxFull);
  expect(await mailAt(mail)).toMatchObject({ status: 'failed', error: 'It is full.' });
  expect(await openTasks()).toHaveLength(1);
  expect(await marked()).toEqual([]);
});

test('one that is not wanted stays sent, and is the last to its address', async () => {
  const { organizationId } = await aClientWith(pool, []);
  const contact = await aReader(organizationId, 'ann@client.example');
  const mail = await aSentMail(organizationId, 'ann@client.example');
  await record(mail, delivered);
  await record(mail, unwanted);
  expect(await mailAt(mail)).toEqual({ status: 'sent', error: 'It is not wanted.', arrived: true });
  expect(await marked()).toEqual(['ann@client.example: It is not wanted.']);
  expect(await openTasks()).toEqual([]);
  await pool.query('UPDATE contact SET bounced_at = NULL WHERE id = $1', [contact]);
  await record(mail, unwanted);
  expect(await events()).toEqual(['message.delivered', 'message.unwanted', 'contact.bounced']);
  expect(await marked()).toEqual([]);
});

test('marks nobody who was removed, and keeps the first reason of who was marked before', async () => {
  const { organizationId } = await aClientWith(pool, []);
  const removed = await aReader(organizationId, 'ann@client.example');
  await pool.query('UPDATE contact SET removed_at = now() WHERE id = $1', [removed]);
  await aReader(organizationId, 'ann@client.example');
  await record(await aSentMail(organizationId, 'ann@client.example'), noSuchMailbox);
  await record(await aSentMail(organizationId, 'ann@client.example'), unwanted);
  expect(await marked()).toEqual(['ann@client.example: No such mailbox.']);
});

test('a mail of somebody else, and one that is not written down as sent yet, are not known', async () => {
  const { organizationId } = await aClientWith(pool, []);
  expect(await record(randomUUID(), noSuchMailbox)).toEqual({ isKnown: false });
  const waiting = await aSentMail(organizationId, 'ann@client.example', 'waiting');
  await pool.query('UPDATE message SET provider_id = NULL WHERE provider_id = $1', [waiting]);
  expect(await record(waiting, delivered)).toEqual({ isKnown: false });
  expect(await events()).toEqual([]);
});
