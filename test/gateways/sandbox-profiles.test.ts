import { SANDBOX_CAPABILITIES } from '../../gateways/sandbox/profiles';
import { PROFILES } from '../../sandbox/gateway/profiles';

describe("the accounts of the sandbox's gateway", () => {
  it('can do exactly what the adapter says of them', () => {
    expect(Object.fromEntries(PROFILES)).toEqual(SANDBOX_CAPABILITIES);
  });
});
