/**
 * Whether an invoice meets an autopay rule's criteria.
 *
 * Text is compared trimmed and without case. On a field with several values an operator holds when
 * any of them satisfies it; a missing field satisfies none, save that `notEquals` is the negation
 * of `equals`.
 */

/** A field of an invoice: text, a number, several of them, or not there. */
export type FieldValue = string | number | readonly (string | number)[];
export type InvoiceFields = Readonly<Record<string, FieldValue | undefined>>;

export type Criterion = Readonly<{ field: string }> &
  (
    | Readonly<{ operator: 'equals' | 'notEquals'; value: string | number }>
    | Readonly<{ operator: 'contains' | 'startsWith'; value: string }>
    | Readonly<{ operator: 'in'; value: readonly (string | number)[] }>
    | Readonly<{ operator: 'gt' | 'gte' | 'lt' | 'lte'; value: number }>
    /** Both ends included. */
    | Readonly<{ operator: 'between'; value: readonly [from: number, to: number] }>
  );

/** The index of the first criterion that fails; null when all hold (none = always). */
export function firstFailedCriterion(
  criteria: readonly Criterion[],
  fields: InvoiceFields,
): number | null {
  const index = criteria.findIndex((criterion) => !holds(criterion, fields));
  return index === -1 ? null : index;
}

function holds(criterion: Criterion, fields: InvoiceFields): boolean {
  const values = elementsOf(fields[criterion.field]);
  if (criterion.operator === 'notEquals') {
    return !values.some((value) => isSame(value, criterion.value));
  }
  return values.some((value) => isSatisfied(criterion, value));
}

function elementsOf(value: FieldValue | undefined): readonly (string | number)[] {
  if (value === undefined) return [];
  return typeof value === 'string' || typeof value === 'number' ? [value] : value;
}

function isSatisfied(criterion: Criterion, value: string | number): boolean {
  switch (criterion.operator) {
    case 'equals':
      return isSame(value, criterion.value);
    case 'notEquals':
      return !isSame(value, criterion.value);
    case 'contains':
      return folded(value).includes(folded(criterion.value));
    case 'startsWith':
      return folded(value).startsWith(folded(criterion.value));
    case 'in':
      return criterion.value.some((wanted) => isSame(value, wanted));
    case 'gt':
      return typeof value === 'number' && value > criterion.value;
    case 'gte':
      return typeof value === 'number' && value >= criterion.value;
    case 'lt':
      return typeof value === 'number' && value < criterion.value;
    case 'lte':
      return typeof value === 'number' && value <= criterion.value;
    case 'between':
      return (
        typeof value === 'number' && value >= criterion.value[0] && value <= criterion.value[1]
      );
  }
}

function isSame(a: string | number, b: string | number): boolean {
  return folded(a) === folded(b);
}

function folded(value: string | number): string {
  return String(value).normalize('NFC').trim().toLowerCase();
}
