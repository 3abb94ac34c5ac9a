/**
 * What is typed over a thing that colleagues may change too. Invariant: only fields that were typed are
 * sent, and none of them over a value that the person has not seen.
 */
import { useState } from 'react';

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** `present` is what is saved now, and follows what is read. */
export function useTypedOver<Fields extends object>(present: Fields) {
  type Field = keyof Fields & string;
  const [typed, setTyped] = useState<Partial<Fields>>({});
  /** What stood in each typed field when it was begun, or was looked at since. */
  const [under, setUnder] = useState<Partial<Fields>>({});
  const fields = Object.keys(typed) as Field[];
  const differing = fields.filter((field) => !isSame(typed[field], present[field]));
  const overtaken = differing.filter((field) => !isSame(under[field], present[field]));
  const drop = (dropped: readonly string[]) => {
    setTyped((now) => without(now, dropped));
    setUnder((now) => without(now, dropped));
  };
  return {
    /** As the form shows them. */
    values: { ...present, ...typed },
    /** What would be sent: typed, and different from what is saved. */
    changes: only(typed, differing),
    isChanged: differing.length > 0,
    /** Typed fields that a colleague has changed since: decide about these first. */
    overtaken,
    set: (next: Partial<Fields>) => {
      setUnder((now) => ({ ...only(present, Object.keys(next)), ...now }));
      setTyped((now) => ({ ...now, ...next }));
    },
    /** The colleague's values were seen, and are to be replaced. */
    keepMine: () => setUnder(only(present, fields)),
    /** The colleague's values stand; what else was typed stays. */
    letGo: () => drop(overtaken),
    /** Forgets what was typed; with `saved`, only what has not been typed over again since. */
    forget: (saved: Partial<Fields> = typed) =>
      drop(fields.filter((field) => isSame(typed[field], saved[field]))),
  };
}

const only = <Fields extends object>(given: Fields, wanted: readonly string[]): Partial<Fields> =>
  Object.fromEntries(
    Object.entries(given).filter(([field]) => wanted.includes(field)),
  ) as Partial<Fields>;

const without = <Fields extends object>(given: Fields, dropped: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(given).filter(([field]) => !dropped.includes(field))) as Fields;
