/**
 * Goal: two people who change the same thing never overwrite each other unseen, and a profile's
 * rights hold at once for everybody who has it. Method: the real stores on a real PostgreSQL.
 */
import { randomUUID } from 'node:crypto';
import type { ContactStore } from '../../api/stores/books';
import type { ContactRight } from '../../contracts/contacts';
import { connect, type Database } from '../../prisma/stores/connect';
import { createContactStore } from '../../prisma/stores/contacts/contact-store';
import { createSettingsStore } from '../../prisma/stores/settings/settings-store';
import { emptyDatabase, usePostgres } from '../support/postgres';
import { aClientWith, dana } from './books';

jest.setTimeout(60_000);

let databaseUrl: string;
let database: Database;

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  database = await connect({ url: databaseUrl, poolMax: 16, allowsUnsafeDurability: true });
}, 60_000);

afterAll(() => database.close());
beforeEach(() => emptyDatabase(databaseUrl));

const events = async (kind: string) => {
  const { rows } = await database.pool.query(
    `SELECT kind, actor_name AS by, before, after, organization_id AS "organizationId", subject
       FROM event WHERE kind LIKE $1 ORDER BY id`,
    [`${kind}.%`],
  );
  return rows as Readonly<Record<string, unknown>>[];
};

function accepted<T>(
  result: Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; refusal: unknown }>,
): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

describe('settings', () => {
  const setUp = async () => {
    await aClientWith(database.pool, []);
    return createSettingsStore(database.prisma);
  };

  test('only the fields named are written, with an event that says what they were', async () => {
    const settings = await setUp();
    const before = await settings.read();
    const after = accepted(
      await settings.change({ version: 1, runTime: '08:30', mailReplyTo: null }, dana),
    );
    expect(after).toEqual({ ...before, runTime: '08:30', version: 2 });
    expect(await settings.read()).toEqual(after);
    expect(after).toMatchObject({ autopayNoticeDays: 3, autopayWindowMinutes: 15 });
    expect(await events('settings')).toEqual([
      expect.objectContaining({
        by: dana.name,
        before: { runTime: '09:00', mailReplyTo: null },
        after: { runTime: '08:30', mailReplyTo: null },
        subject: 'settings',
      }),
    ]);
  });

  test('a change made from an old version writes nothing and answers the present values', async () => {
    const settings = await setUp();
    const present = accepted(await settings.change({ version: 1, name: 'Lakefront' }, dana));
    expect(await settings.change({ version: 1, name: 'Seaside' }, dana)).toEqual({
      ok: false,
      refusal: { code: 'VERSION_CONFLICT', present },
    });
    expect(await settings.read()).toEqual(present);
    expect(await events('settings')).toHaveLength(1);
  });

  test('of ten changes at once from one version exactly one is written', async () => {
    const settings = await setUp();
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        settings.change({ version: 1, name: `Name ${index}` }, dana),
      ),
    );
    const [won, ...others] = results.filter(({ ok }) => ok);
    expect(others).toEqual([]);
    expect((await settings.read()).name).toBe(accepted(won as (typeof results)[number]).name);
    expect(await events('settings')).toHaveLength(1);
  });
});

describe('contact profiles', () => {
  const setUp = () => createContactStore(database.prisma);
  const aProfile = (name: string, rights: ContactRight[] = []) => ({
    name,
    rights,
    receiptMinimum: null,
  });

  test('a name is taken whatever its case and inner spaces, also for a change', async () => {
    const contacts = setUp();
    accepted(await contacts.addProfile(aProfile('Billing admin'), dana));
    const owner = accepted(await contacts.addProfile(aProfile('Owner'), dana));
    const taken = { ok: false, refusal: { code: 'NAME_TAKEN' } };
    expect(await contacts.addProfile(aProfile(' billing   ADMIN'), dana)).toEqual(taken);
    expect(
      await contacts.changeProfile(owner.id, { version: 1, name: 'BILLING ADMIN' }, dana),
    ).toEqual(taken);
    expect((await contacts.listProfiles()).map(({ name }) => name)).toEqual([
      'Billing admin',
      'Owner',
    ]);
    expect(await events('profile')).toHaveLength(2);
  });

  test('of ten who take one name at once exactly one gets it', async () => {
    const contacts = setUp();
    const results = await Promise.all(
      Array.from({ length: 10 }, () => contacts.addProfile(aProfile('Owner'), dana)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await contacts.listProfiles()).toHaveLength(1);
  });

  test('an old version writes nothing and answers the profile as it is now', async () => {
    const contacts = setUp();
    const { id } = accepted(await contacts.addProfile(aProfile('Owner'), dana));
    const change = { version: 1, receiptMinimum: { amountMinor: 25_000, currency: 'USD' } };
    const present = accepted(await contacts.changeProfile(id, change, dana));
    expect(present).toMatchObject({ version: 2, receiptMinimum: change.receiptMinimum });
    expect(await contacts.changeProfile(id, { version: 1, rights: ['pay'] }, dana)).toEqual({
      ok: false,
      refusal: { code: 'VERSION_CONFLICT', present },
    });
    expect(await contacts.changeProfile(randomUUID(), change, dana)).toEqual({
      ok: false,
      refusal: { code: 'NOT_FOUND' },
    });
  });
});

describe('contacts', () => {
  async function setUp() {
    const contacts: ContactStore = createContactStore(database.prisma);
    const { organizationId } = await aClientWith(database.pool, []);
    const profile = async (name: string, rights: ContactRight[]) =>
      accepted(await contacts.addProfile({ name, rights, receiptMinimum: null }, dana));
    const billing = await profile('Billing', ['viewInvoices', 'receiveReceipts']);
    const technician = await profile('Technician', ['viewInvoices']);
    const ann = { name: 'Ann Bright', email: 'Ann@Client.example', profileId: billing.id };
    return { contacts, organizationId, billing, technician, ann };
  }

  test('who receives receipts follows the profile at once', async () => {
    const { contacts, organizationId, billing, technician, ann } = await setUp();
    accepted(await contacts.add(organizationId, ann, dana));
    accepted(
      await contacts.add(
        organizationId,
        { name: 'Bo Lund', email: 'bo@client.example', profileId: technician.id },
        dana,
      ),
    );
    const receiving = async () =>
      (await contacts.list(organizationId))?.map((one) => [one.name, one.receivesReceipts]);
    expect(await receiving()).toEqual([
      ['Ann Bright', true],
      ['Bo Lund', false],
    ]);
    accepted(await contacts.changeProfile(billing.id, { version: 1, rights: [] }, dana));
    accepted(
      await contacts.changeProfile(
        technician.id,
        { version: 1, rights: ['receiveReceipts'] },
        dana,
      ),
    );
    expect(await receiving()).toEqual([
      ['Ann Bright', false],
      ['Bo Lund', true],
    ]);
    expect((await contacts.listProfiles()).map((one) => one.contacts)).toEqual([1, 1]);
  });

  test('a name is taken within its client and free in another, and free again once removed', async () => {
    const { contacts, organizationId, ann } = await setUp();
    const first = accepted(await contacts.add(organizationId, ann, dana));
    const again = { ...ann, name: 'ann  bright' };
    const taken = { ok: false, refusal: { code: 'NAME_TAKEN' } };
    expect(await contacts.add(organizationId, again, dana)).toEqual(taken);
    const other = await aClientWith(database.pool, []);
    accepted(await contacts.add(other.organizationId, again, dana));
    const counted = async () => (await contacts.listProfiles())[0]?.contacts;
    expect(await counted()).toBe(2);
    expect(await contacts.remove(first.id, 1, dana)).toEqual({ ok: true, value: null });
    expect(await counted()).toBe(1);
    accepted(await contacts.add(organizationId, again, dana));
    expect(await contacts.list(organizationId)).toHaveLength(1);
  });

  test('of ten who add one person at once exactly one does', async () => {
    const { contacts, organizationId, ann } = await setUp();
    const results = await Promise.all(
      Array.from({ length: 10 }, () => contacts.add(organizationId, ann, dana)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await contacts.list(organizationId)).toHaveLength(1);
  });

  test('another address takes the mark of a bounce away, another spelling of its case does not', async () => {
    const { contacts, organizationId, ann } = await setUp();
    const { id } = accepted(await contacts.add(organizationId, ann, dana));
    await database.pool.query(
      `UPDATE contact SET bounced_at = now(), bounce_reason = 'unknown' WHERE id = $1`,
      [id],
    );
    const spelled = { version: 1, email: 'ann@client.example' };
    expect(accepted(await contacts.change(id, spelled, dana)).bouncedAt).not.toBeNull();
    const moved = { version: 2, email: 'ann.bright@client.example' };
    expect(accepted(await contacts.change(id, moved, dana)).bouncedAt).toBeNull();
  });

  test('a person takes an address into use again that mails came back from', async () => {
    const { contacts, organizationId, ann } = await setUp();
    const { id } = accepted(await contacts.add(organizationId, ann, dana));
    await database.pool.query(
      `UPDATE contact SET bounced_at = now(), bounce_reason = 'No such mailbox.' WHERE id = $1`,
      [id],
    );
    expect(await contacts.list(organizationId)).toMatchObject([
      { bounceReason: 'No such mailbox.' },
    ]);
    const again = { version: 1, isReachable: true } as const;
    expect(accepted(await contacts.change(id, again, dana))).toMatchObject({
      email: ann.email,
      bouncedAt: null,
      bounceReason: null,
    });
    const { rows } = await database.pool.query<{ kind: string }>(
      'SELECT kind FROM event WHERE organization_id = $1 ORDER BY id DESC LIMIT 1',
      [organizationId],
    );
    expect(rows).toEqual([{ kind: 'contact.reachable' }]);
  });

  test('an old version changes and removes nothing', async () => {
    const { contacts, organizationId, ann } = await setUp();
    const { id } = accepted(await contacts.add(organizationId, ann, dana));
    const present = accepted(await contacts.change(id, { version: 1, name: 'Ann Brook' }, dana));
    const conflict = { ok: false, refusal: { code: 'VERSION_CONFLICT', present } };
    expect(await contacts.change(id, { version: 1, name: 'Ann Bridge' }, dana)).toEqual(conflict);
    expect(await contacts.remove(id, 1, dana)).toEqual(conflict);
    expect(await contacts.list(organizationId)).toEqual([present]);
    expect((await events('contact')).map(({ kind }) => kind)).toEqual([
      'contact.added',
      'contact.changed',
    ]);
  });

  test('what is not there is not found: client, contact, profile, or one that was removed', async () => {
    const { contacts, organizationId, ann } = await setUp();
    const notFound = { ok: false, refusal: { code: 'NOT_FOUND' } };
    expect(await contacts.list(randomUUID())).toBeNull();
    expect(await contacts.add(randomUUID(), ann, dana)).toEqual(notFound);
    const strange = { ...ann, profileId: randomUUID() };
    expect(await contacts.add(organizationId, strange, dana)).toEqual(notFound);
    const { id } = accepted(await contacts.add(organizationId, ann, dana));
    const toNowhere = { version: 1, profileId: randomUUID() };
    expect(await contacts.change(id, toNowhere, dana)).toEqual(notFound);
    await contacts.remove(id, 1, dana);
    expect(await contacts.change(id, { version: 2, name: 'Ann' }, dana)).toEqual(notFound);
    expect(await contacts.remove(id, 2, dana)).toEqual(notFound);
  });
});
