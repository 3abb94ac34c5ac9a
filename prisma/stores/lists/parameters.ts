/** The values of a statement that is put together from parts: a part binds a value and gets its name. */
export class Parameters {
  readonly values: unknown[] = [];

  /** `$1`, `$2` and so on. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** A client by its id, or by that of one that was merged into it: the old id answers for ever. */
export function ofClient(column: string, organizationId: string, parameters: Parameters): string {
  return `${column} = survivor_of(${parameters.bind(organizationId)}::uuid)`;
}

/** Conditions that all hold; none of them means *true*. */
export function allOf(conditions: readonly (string | null)[]): string {
  const given = conditions.filter((condition) => condition !== null);
  return given.length === 0 ? 'true' : given.map((condition) => `(${condition})`).join(' AND ');
}
