import { SANDBOX_CAPABILITIES } from '../../gateways/sandbox/profiles';
import { describeConformance } from './conformance';
import { openFakeWorld } from './gateway-world';

for (const [profile, capabilities] of Object.entries(SANDBOX_CAPABILITIES)) {
  describeConformance(`the fake like ${profile}`, async () => openFakeWorld(capabilities));
}
