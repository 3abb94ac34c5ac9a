import {
  addContact,
  addContactProfile,
  changeContact,
  changeContactProfile,
  listContactProfiles,
  listContacts,
  removeContact,
} from '../../contracts/contacts';
import { answer, type Mounting, mount } from '../mount';
import type { RouteDependencies } from './dependencies';
import { accepted, found } from './refusals';

/** People of a client, and the profiles that say what they get. */
export function contactRoutes(mounting: Mounting, { stores }: RouteDependencies): void {
  const { contacts } = stores;

  mount(mounting, listContacts, async ({ params }) =>
    answer(200, { items: [...found(await contacts.list(params.id))] }),
  );

  mount(mounting, addContact, async ({ params, body, actor }) =>
    answer(201, accepted(await contacts.add(params.id, body, actor))),
  );

  mount(mounting, changeContact, async ({ params, body, actor }) =>
    answer(200, accepted(await contacts.change(params.id, body, actor))),
  );

  mount(mounting, removeContact, async ({ params, query, actor }) =>
    answer(204, accepted(await contacts.remove(params.id, query.version, actor))),
  );

  mount(mounting, listContactProfiles, async () =>
    answer(200, { items: [...(await contacts.listProfiles())] }),
  );

  mount(mounting, addContactProfile, async ({ body, actor }) =>
    answer(201, accepted(await contacts.addProfile(body, actor))),
  );

  mount(mounting, changeContactProfile, async ({ params, body, actor }) =>
    answer(200, accepted(await contacts.changeProfile(params.id, body, actor))),
  );
}
