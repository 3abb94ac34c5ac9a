/**
 * Reading what came from outside, field by field. Whatever is not as it should be is thrown: an
 * answer that cannot be read is no answer.
 */
export class Unreadable extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Unreadable(`${what} is not an object`);
  }
  return value as Fields;
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Unreadable(`${what} is not a list`);
  return value;
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Unreadable(`${name} is not a text`);
  return value;
}

export function optionalTextOf(fields: Fields, name: string): string | null {
  return fields[name] === null ? null : textOf(fields, name);
}

export function oneOf<Value extends string>(
  fields: Fields,
  name: string,
  values: readonly Value[],
): Value {
  const value = textOf(fields, name);
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new Unreadable(`${name} is none of ${values.join(', ')}`);
  return found;
}
