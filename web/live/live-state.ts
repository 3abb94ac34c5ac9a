/**
 * `connecting`: not there yet. `live`: what is shown is up to date. `stale`: what is shown may be
 * old. `resting`: nobody looks at any tab, so there is no stream.
 */
export type LiveState = 'connecting' | 'live' | 'stale' | 'resting';
