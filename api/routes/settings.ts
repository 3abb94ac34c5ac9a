import { changeSettings, readSettings, type Settings } from '../../contracts/settings';
import { answer, type Mounting, mount } from '../mount';
import type { StoredSettings } from '../stores/books';
import type { RouteDependencies } from './dependencies';
import { simpleProblem } from './refusals';

/** What the database holds of the settings, beside what the deployment fixes. */
export function settingsRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  const { stores, soon, gateway, deployment } = dependencies;
  const present = (stored: StoredSettings): Settings => {
    const { minimumMinor, maximumMinor, returnsUntilDays } = gateway.capabilities;
    const currency = stored.defaultCurrency;
    return {
      ...stored,
      gateway: {
        name: gateway.name,
        profile: deployment.gatewayProfile,
        minimum: { amountMinor: minimumMinor, currency },
        maximum: { amountMinor: maximumMinor, currency },
        returnsUntilDays,
      },
      isSandbox: deployment.isSandbox,
    };
  };

  mount(mounting, readSettings, async () => answer(200, present(await stores.settings.read())));

  mount(mounting, changeSettings, async ({ body, actor }) => {
    const result = await stores.settings.change(body, actor);
    if (!result.ok) {
      throw simpleProblem({ ...result.refusal, present: present(result.refusal.present) });
    }
    // Zone, run time, notice days and spread move the runs of every client.
    soon.tellRulesOf({ kind: 'business' });
    return answer(200, present(result.value));
  });
}
