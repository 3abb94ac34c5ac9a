/**
 * What each account of the sandbox can do. A gateway's abilities are part of the contract with it,
 * not something to be asked anew at every start; a test compares them with what the sandbox says.
 */
import type { GatewayCapabilities } from '../../domain/ports';

export const SandboxProfile = {
  handle: 'handle',
  key: 'key',
  none: 'none',
  duplicateWindow: 'duplicate-window',
  capped: 'capped',
} as const;
export type SandboxProfile = (typeof SandboxProfile)[keyof typeof SandboxProfile];

const USUAL: GatewayCapabilities = {
  fence: 'handle',
  keyLifetimeHours: 24,
  duplicateWindowSeconds: null,
  returnsUntilDays: 60,
  minimumMinor: 50,
  maximumMinor: 99_999_999,
};

export const SANDBOX_CAPABILITIES: Readonly<Record<SandboxProfile, GatewayCapabilities>> = {
  handle: USUAL,
  key: { ...USUAL, fence: 'key' },
  none: { ...USUAL, fence: 'none' },
  'duplicate-window': { ...USUAL, fence: 'key', duplicateWindowSeconds: 120 },
  capped: { ...USUAL, minimumMinor: 100, maximumMinor: 500_000 },
};
