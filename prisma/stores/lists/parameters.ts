/** The values of a statement that is put together from parts: a part binds a value and gets its name. */
export class Parameters {
  readonly values: unknown[] = [];

  /** `$1`, `$2` and so on. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Conditions that all hold; none of them means *true*. */
export function allOf(conditions: readonly (string | null)[]): string {
  const given = conditions.filter((condition) => condition !== null);
  return given.length === 0 ? 'true' : given.map((condition) => `(${condition})`).join(' AND ');
}
