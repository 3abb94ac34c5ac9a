import { mergeOrganization, previewMerge } from '../../contracts/merges';
import { answer, type Mounting, mount } from '../mount';
import type { RouteDependencies } from './dependencies';
import { accepted, found } from './refusals';

/** Two clients that are one. */
export function mergeRoutes(mounting: Mounting, { stores, soon }: RouteDependencies): void {
  const { organizations } = stores;

  mount(mounting, previewMerge, async ({ params, body }) =>
    answer(200, found(await organizations.previewMerge(params.id, body.intoId))),
  );

  mount(mounting, mergeOrganization, async ({ params, body, actor }) => {
    const { touchedPaymentIds } = accepted(await organizations.merge(params.id, body, actor));
    for (const id of touchedPaymentIds) soon.tellPayment(id, 'changed');
    for (const id of [params.id, body.intoId]) soon.tellRulesOf({ kind: 'organization', id });
    return answer(200, found(await organizations.read(body.intoId)));
  });
}
