/** The filters of invoices beside the quick ones: what each is called, reads like and writes. */
import type { InvoicesView } from '../../view-state';
import type { Filter } from '../../pieces/filter-chips';
import type { Words } from '../../words/business';

export type FilterKey = Exclude<keyof InvoicesView, 'view' | 'search' | 'sort'>;

type Kind = 'amount' | 'date';

export const FILTERS = [
  { key: 'balanceFromMinor', field: 'Balance', operator: 'is at least', kind: 'amount' },
  { key: 'balanceToMinor', field: 'Balance', operator: 'is at most', kind: 'amount' },
  { key: 'dueFrom', field: 'Due', operator: 'on or after', kind: 'date' },
  { key: 'dueTo', field: 'Due', operator: 'on or before', kind: 'date' },
  { key: 'issuedFrom', field: 'Issued', operator: 'on or after', kind: 'date' },
  { key: 'issuedTo', field: 'Issued', operator: 'on or before', kind: 'date' },
] as const satisfies readonly Readonly<{
  key: FilterKey;
  field: string;
  operator: string;
  kind: Kind;
}>[];

export type TypedFilter = (typeof FILTERS)[number];

type Context = Readonly<{
  /** Of amounts in the address. */
  currency: string;
  /** Of `organizationId`, as far as it is known. */
  clientName: string | undefined;
}>;

/** Of amounts that are typed where no invoice says another one. */
export const USUAL_CURRENCY = 'USD';

/** The filters that are on, as sentences. */
export function filtersOf(view: InvoicesView, words: Words, context: Context): Filter[] {
  const typed = FILTERS.flatMap(({ key, field, operator }) => {
    const value = view[key];
    if (value === undefined) return [];
    const text =
      typeof value === 'number' ? words.amount(value, context.currency) : words.date(value);
    return [{ key, field, operator, value: text }];
  });
  return [
    ...(view.organizationId === undefined
      ? []
      : [
          {
            key: 'organizationId',
            field: 'Client',
            operator: 'is',
            value: context.clientName ?? 'chosen',
          },
        ]),
    ...typed,
    ...(view.currency === undefined
      ? []
      : [{ key: 'currency', field: 'Currency', operator: 'is', value: view.currency }]),
    ...(view.status === undefined
      ? []
      : [{ key: 'status', field: 'Also', operator: 'shows', value: 'paid and void' }]),
  ];
}

export const NO_FILTERS: Readonly<Record<FilterKey, undefined>> = {
  status: undefined,
  organizationId: undefined,
  currency: undefined,
  balanceFromMinor: undefined,
  balanceToMinor: undefined,
  dueFrom: undefined,
  dueTo: undefined,
  issuedFrom: undefined,
  issuedTo: undefined,
};
