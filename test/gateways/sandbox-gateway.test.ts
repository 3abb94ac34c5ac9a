import { SandboxProfile } from '../../gateways/sandbox/profiles';
import { describeConformance } from './conformance';
import { openSandboxWorld } from './gateway-world';

for (const profile of Object.values(SandboxProfile)) {
  describeConformance(`the sandbox's account ${profile}`, () => openSandboxWorld(profile));
}
