/**
 * Loads the demonstration through the API, as its staff would: nothing of it is written past the
 * rules that hold for everybody. A second run changes nothing, one after a crash goes on.
 */
import type { Client } from '../../contracts/client';
import { demoClients } from './demo-balance-list';
import { DEMO_DOCUMENT_CLIENTS, DEMO_PLANS } from './demo-plans';
import {
  addContacts,
  addMethods,
  addProfiles,
  methodsOf,
  placePlan,
  removeMethod,
  type Tokenize,
} from './furnish-clients';
import { importBooks, readDemoTables, type Say } from './import-books';

export type DemoParts = Readonly<{
  /** Signed in as the admin. */
  api: Client;
  tokenize: Tokenize;
  business: Readonly<{ today: string; zone: string }>;
  say: Say;
}>;

/** @throws when the API refuses anything, or an import does not come to its end. */
export async function loadDemo({ api, tokenize, business, say }: DemoParts): Promise<void> {
  const tables = readDemoTables();
  const profiles = await addProfiles(api);
  await importBooks(api, business, tables, say);
  for (const client of [...demoClients(tables), ...DEMO_DOCUMENT_CLIENTS]) {
    const organizationId = await organizationOf(api, client.name);
    // A client without any invoice is not in the books.
    if (organizationId === null) continue;
    const plan = DEMO_PLANS.find((one) => one.client === client.name);
    await addContacts(api, organizationId, client, profiles, plan !== undefined);
    if (plan === undefined) continue;
    const { today } = business;
    const wanted = await methodsOf(api, plan);
    const methods = await addMethods(api, organizationId, wanted, { tokenize, today });
    await placePlan(api, organizationId, plan, { methods, today, say });
    if (plan.removed !== undefined) await removeMethod(api, organizationId, plan.removed);
  }
}

async function organizationOf(api: Client, name: string): Promise<string | null> {
  const { items } = await api.listOrganizations({ query: { search: name, limit: '200' } });
  return items.find((organization) => organization.name === name)?.id ?? null;
}
