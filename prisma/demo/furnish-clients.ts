/** Gives the clients of the demonstration their contacts, methods and plans. What is there stays. */
import { createHash } from 'node:crypto';
import type { Client } from '../../contracts/client';
import { addDays } from '../../domain/calendar';
import type { DemoClient } from './demo-balance-list';
import { DEMO_PROFILES } from './demo-people';
import { type DemoMethod, type DemoPayment, type DemoPlan, ROUTING_NUMBER } from './demo-plans';
import type { Say } from './import-books';

type Profiles = Readonly<Record<keyof typeof DEMO_PROFILES, string>>;

/** Takes the place of the form in which a payer types a number: answers the gateway's token. */
export type Tokenize = (request: unknown) => Promise<string>;

/** The ids of the profiles, made where they were missing. */
export async function addProfiles(api: Client): Promise<Profiles> {
  const { items } = await api.listContactProfiles();
  const ids = Object.entries(DEMO_PROFILES).map(async ([key, profile]) => {
    const known = items.find(({ name }) => name === profile.name);
    const body = { ...profile, rights: [...profile.rights] };
    return [key, (known ?? (await api.addContactProfile({ body }))).id] as const;
  });
  return Object.fromEntries(await Promise.all(ids)) as Profiles;
}

/** Who reads the invoices of every client, and for those with a plan two more people. */
export async function addContacts(
  api: Client,
  organizationId: string,
  client: DemoClient,
  profiles: Profiles,
  hasPlan: boolean,
): Promise<void> {
  const domain = client.email.split('@')[1] ?? 'client.invalid';
  const wanted = [{ name: client.contactName, email: client.email, profileId: profiles.billing }];
  if (hasPlan) {
    wanted.push(
      { name: 'Helen Marsh', email: `helen.marsh@${domain}`, profileId: profiles.owner },
      { name: 'Theo Quill', email: `it@${domain}`, profileId: profiles.technician },
    );
  }
  const params = { id: organizationId };
  const { items } = await api.listContacts({ params });
  for (const body of wanted) {
    if (!items.some(({ name }) => name === body.name)) await api.addContact({ params, body });
  }
}

/** Methods by name, those that were there included. */
export async function addMethods(
  api: Client,
  organizationId: string,
  methods: readonly DemoMethod[],
  { tokenize, today }: Readonly<{ tokenize: Tokenize; today: string }>,
): Promise<ReadonlyMap<string, string>> {
  const params = { id: organizationId };
  const { items } = await api.listPaymentMethods({ params });
  const ids = new Map(items.map(({ friendlyName, id }) => [friendlyName ?? '', id]));
  for (const method of methods) {
    if (ids.has(method.name)) continue;
    const token = await tokenize(numbersOf(method, today));
    const body = { token, friendlyName: method.name, isDefault: method.isDefault };
    ids.set(method.name, (await api.addPaymentMethod({ params, body })).id);
  }
  return ids;
}

/** Those to be there: one that was removed again is not added a second time. */
export async function methodsOf(api: Client, plan: DemoPlan): Promise<readonly DemoMethod[]> {
  const { methods, payments, removed } = plan;
  const place = payments.findIndex(({ method }) => method === removed);
  if (place === -1 || !(await isPlaced(api, paymentIdOf(plan, place)))) return methods;
  return methods.filter(({ name }) => name !== removed);
}

/** What is planned on it goes to review, and a task says so. Nothing happens when it is gone already. */
export async function removeMethod(
  api: Client,
  organizationId: string,
  name: string,
): Promise<void> {
  const { items } = await api.listPaymentMethods({ params: { id: organizationId } });
  const method = items.find(({ friendlyName }) => friendlyName === name);
  if (method === undefined) return;
  const query = { version: String(method.version), confirmed: 'true' } as const;
  await api.removePaymentMethod({ params: { id: method.id }, query });
}

function numbersOf(method: DemoMethod, today: string): unknown {
  if (method.kind === 'bankDebit') {
    const { kind, accountNumber } = method;
    return { kind, routingNumber: ROUTING_NUMBER, accountNumber };
  }
  const expiresOn = addDays(today, method.expires === 'soon' ? 35 : 3 * 365);
  const { kind, number } = method;
  return { kind, number, expiresIn: expiresOn.slice(0, 7), securityCode: '123' };
}

type Placing = Readonly<{ methods: ReadonlyMap<string, string>; today: string; say: Say }>;

/** Places what is planned, each payment once: its id follows from client and place in the plan. */
export async function placePlan(
  api: Client,
  organizationId: string,
  plan: DemoPlan,
  { methods, today, say }: Placing,
): Promise<void> {
  const query = { organizationId, status: 'open', sort: 'dueOn', limit: '200' } as const;
  const { items: open } = await api.listInvoices({ query });
  for (const [place, payment] of plan.payments.entries()) {
    const id = paymentIdOf(plan, place);
    if (await isPlaced(api, id)) continue;
    const methodId = methods.get(payment.method);
    if (methodId === undefined) throw new Error(`${plan.client} has no ${payment.method}`);
    const body = { organizationId, methodId, ...requestOf(payment, open, today) };
    const { number } = await api.putPayment({ params: { id }, body });
    say(`${number}: ${plan.client}`);
  }
}

const paymentIdOf = ({ client }: DemoPlan, place: number) => demoId(`${client}:${place}`);

/** @param open the client's open invoices, the oldest due date first. */
function requestOf(
  { inDays, lines, reference, note }: DemoPayment,
  open: readonly Readonly<{ id: string; currency: string }>[],
  today: string,
) {
  const invoices = lines.map(({ place }) => {
    const invoice = open[place];
    if (invoice === undefined) throw new Error(`there is no open invoice ${place}`);
    return invoice;
  });
  return {
    currency: invoices[0]?.currency ?? '',
    lines: invoices.map(({ id }, index) => ({
      invoiceId: id,
      amountMinor: lines[index]?.amountMinor ?? 0,
    })),
    runOn: inDays === null ? null : addDays(today, inDays),
    reference,
    note,
  };
}

async function isPlaced(api: Client, id: string): Promise<boolean> {
  return api.readPayment({ params: { id } }).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'NOT_FOUND') return false;
      throw error;
    },
  );
}

function codeOf(error: unknown): unknown {
  return (error as Readonly<{ problem?: Readonly<{ code?: unknown }> }> | null)?.problem?.code;
}

/** A UUID of version 8, made from a name: the same at every run. */
function demoId(name: string): string {
  const hex = createHash('sha256').update(`demo:${name}`).digest('hex');
  const digits = `${hex.slice(0, 12)}8${hex.slice(13, 16)}a${hex.slice(17, 32)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
