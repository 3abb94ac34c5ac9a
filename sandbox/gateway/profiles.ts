/**
 * The merchant accounts of the sandbox: one per kind of fence, and two with a rule of their own.
 * A caller chooses one by its name in the path of every request.
 */
export type Profile = Readonly<{
  fence: 'handle' | 'key' | 'none';
  keyLifetimeHours: number;
  duplicateWindowSeconds: number | null;
  returnsUntilDays: number;
  minimumMinor: number;
  maximumMinor: number;
}>;

const USUAL: Profile = {
  fence: 'handle',
  keyLifetimeHours: 24,
  duplicateWindowSeconds: null,
  returnsUntilDays: 60,
  minimumMinor: 50,
  maximumMinor: 99_999_999,
};

export const PROFILES: ReadonlyMap<string, Profile> = new Map<string, Profile>([
  ['handle', USUAL],
  ['key', { ...USUAL, fence: 'key' }],
  ['none', { ...USUAL, fence: 'none' }],
  ['duplicate-window', { ...USUAL, fence: 'key', duplicateWindowSeconds: 120 }],
  ['capped', { ...USUAL, minimumMinor: 100, maximumMinor: 500_000 }],
]);
