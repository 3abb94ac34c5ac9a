/** Who does something, as events and rows keep it. */
export type Actor = Readonly<{ kind: 'user'; id: string; name: string }>;

/** A change made from an old version: nothing is written, `present` is the thing as it is now. */
export type VersionConflict<Present> = Readonly<{ code: 'VERSION_CONFLICT'; present: Present }>;

export type NotFound = Readonly<{ code: 'NOT_FOUND' }>;
