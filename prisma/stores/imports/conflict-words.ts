/** Conflicts in words for the person who decides: the fields that differ, and why it matters. */
import type { BalanceConflict, DocumentConflict } from '../../../accounting';
import type { ImportRow } from '../../../contracts/import-row';
import { decimalTextOf } from '../../../domain/money';
import type { RowContext } from './row-context';

type Comparison = ReturnType<RowContext['identity']['compareDocument']>;
type Difference = Extract<Comparison, { kind: 'conflict' }>['differences'][number];

const FIELDS: Readonly<Record<Difference['field'], string>> = {
  buyer: 'Client',
  kind: 'Kind',
  issuedOn: 'Date of issue',
  currency: 'Currency',
  totalMinor: 'Total',
  prepaidMinor: 'Prepaid',
  roundingMinor: 'Rounding',
  payableMinor: 'To be paid',
};

const CODES: Readonly<Record<Difference['field'], string>> = {
  buyer: 'sameNumberOtherClient',
  kind: 'sameNumberOtherKind',
  issuedOn: 'sameNumberOtherDate',
  currency: 'sameNumberOtherCurrency',
  totalMinor: 'sameNumberOtherTotal',
  prepaidMinor: 'sameNumberOtherPrepaid',
  roundingMinor: 'sameNumberOtherRounding',
  payableMinor: 'sameNumberOtherPayable',
};

/** An invoice cannot become one of another client, kind or currency. */
const UNCHANGEABLE: ReadonlySet<Difference['field']> = new Set(['buyer', 'kind', 'currency']);

export const isTakeable = (differences: readonly Difference[]): boolean =>
  differences.every(({ field }) => !UNCHANGEABLE.has(field));

/** The code is that of the field that weighs most: client, kind, date, currency, then amounts. */
export const codeOf = ([first]: readonly Difference[]): string =>
  first === undefined ? 'sameNumber' : CODES[first.field];

/** Both values of each field. A client is said by its name. */
export async function differencesInWords(
  { client }: Pick<RowContext, 'client'>,
  differences: readonly Difference[],
  currencies: Readonly<{ known: string; incoming: string }>,
  newClient: string,
): Promise<ImportRow['differences']> {
  const ids = differences.flatMap(({ field, known, incoming }) =>
    field === 'buyer' ? [String(known), String(incoming)] : [],
  );
  const names = ids.length === 0 ? new Map<string, string>() : await namesOf(client, ids);
  const say = (field: Difference['field'], value: string | number, currency: string) => {
    if (typeof value === 'number') return `${decimalTextOf(value, currency)} ${currency}`;
    if (field === 'buyer') return names.get(value) ?? newClient;
    return value === 'creditNote' ? 'Credit note' : value === 'invoice' ? 'Invoice' : value;
  };
  return differences.map(({ field, known, incoming }) => ({
    field: FIELDS[field],
    known: say(field, known, currencies.known),
    incoming: say(field, incoming, currencies.incoming),
  }));
}

async function namesOf(
  client: RowContext['client'],
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ id: string; name: string }>({
    name: 'import-client-names',
    text: `SELECT id::text, name FROM organization WHERE id::text = ANY($1::text[])`,
    values: [ids],
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export type OwnConflict = Readonly<{
  code: string;
  reason: string;
  /** A person may say that it holds as it is written. */
  isTakeable: boolean;
}>;

/** What contradicts itself inside one document or row. */
export function ownConflictOf(
  conflict: DocumentConflict | BalanceConflict,
  currency: string,
): OwnConflict {
  const say = (minor: number) => `${decimalTextOf(minor, currency)} ${currency}`;
  switch (conflict.code) {
    case 'AMOUNTS_DISAGREE':
      return {
        code: 'amountsDisagree',
        reason: `Its total of ${say(conflict.totalMinor)}, less ${say(conflict.prepaidMinor)} prepaid, rounded by ${say(conflict.roundingMinor)}, leaves ${say(conflict.expectedMinor)}; it asks for ${say(conflict.payableMinor)}.`,
        isTakeable: true,
      };
    case 'INVOICE_BELOW_ZERO': {
      const minor = 'payableMinor' in conflict ? conflict.payableMinor : conflict.balanceMinor;
      return {
        code: 'invoiceBelowZero',
        reason: `It asks for ${say(minor)}: an invoice cannot ask for less than nothing.`,
        isTakeable: false,
      };
    }
    case 'CREDIT_NOTE_BELOW_ZERO':
      return {
        code: 'creditNoteBelowZero',
        reason: `A credit note of ${say(conflict.payableMinor)} turns its sign once more.`,
        isTakeable: false,
      };
    case 'ZERO_BUT_OPEN':
      return {
        code: 'zeroButOpen',
        reason: `Its balance is zero, and its status says “${conflict.status}”.`,
        isTakeable: true,
      };
    case 'BALANCE_BUT_CLOSED':
      return {
        code: 'balanceButClosed',
        reason: `Its status says “${conflict.status}”, and ${say(conflict.balanceMinor)} is unpaid.`,
        isTakeable: true,
      };
    case 'BALANCE_ABOVE_TOTAL':
      return {
        code: 'balanceAboveTotal',
        reason: `Its balance of ${say(conflict.balanceMinor)} is above its total of ${say(conflict.totalMinor)}.`,
        isTakeable: true,
      };
  }
}
