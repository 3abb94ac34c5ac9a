/** What a person types into a search field: part of a text, or an amount in any spelling. */
import type { Pool } from 'pg';
import { CURRENCIES, digitsOf } from '../../../domain/currencies';
import { Parameters } from './parameters';

type Binds = Readonly<{ bind(value: unknown): string }>;

/** One of the texts holds what was typed, without regard to case. `texts` are SQL in lower case. */
export function holdsText(search: string, texts: readonly string[], parameters: Binds): string {
  const pattern = parameters.bind(`%${literally(search)}%`);
  return texts.map((text) => `${text} LIKE ${pattern}`).join(' OR ');
}

/** What stands before a word in numbers and names: nothing, or one of these. */
const BEFORE_A_WORD = ['', '% ', '%-', '%/', '%.', '%#'];
/** Three letters or digits in a row: the least by which an index of parts finds anything. */
const LONG_ENOUGH = /[\p{L}\p{N}]{3}/u;

/**
 * The same over a table of any size, whose texts have an index of their parts (`gin_trgm_ops`). What
 * is too short for that index is found where a word begins with it.
 */
export function findsText(search: string, text: string, parameters: Binds): string {
  if (LONG_ENOUGH.test(search)) return holdsText(search, [text], parameters);
  const part = literally(search);
  return BEFORE_A_WORD.map((before) => `${text} LIKE ${parameters.bind(`${before}${part}%`)}`).join(
    ' OR ',
  );
}

/**
 * Array of the clients with it in their name: known before anything else is looked at, so that what
 * is theirs is found by an index.
 */
export const clientsNamed = (search: string, parameters: Binds): string =>
  `ARRAY(SELECT id FROM organization WHERE ${findsText(search, 'lower(organization.name)', parameters)})`;

/**
 * The part of a `WITH` that finds what was searched for once, whatever then asks for it. Each way is a
 * query of its own that selects ids: together in one condition the planner would walk through the
 * whole list and try them all on every row.
 */
export const foundBy = (ways: readonly string[]): readonly string[] => [
  `found AS MATERIALIZED (${ways.join(' UNION ')})`,
];
/** The ids of it, as an array: few, says that to the planner, and so it looks them up by their key. */
export const FOUND = 'ARRAY(SELECT id FROM found)';

/**
 * How a page of what was searched for is read: `found` first, by their indexes, and then put in order;
 * or, of what is found in many places, in order along the whole list until the page is full.
 */
export type Reach = 'found' | 'walked';

/**
 * A condition that no index serves and of which the planner believes that half the rows pass: so it
 * walks the list in its order, and does not find all and put them in order.
 */
export const walked = (condition: string): string =>
  `CASE WHEN ${condition} THEN true ELSE false END`;

/**
 * A search that finds more than `most` is walked: all pages together are then one walk, while finding
 * and ordering everything again for each page would grow with its square. The ways are as for `foundBy`.
 */
export async function reachOf(
  pool: Pick<Pool, 'query'>,
  most: number,
  waysOf: (parameters: Parameters) => readonly string[],
): Promise<Reach> {
  const parameters = new Parameters();
  const { text, values } = countStatement(waysOf(parameters), most, parameters);
  const { rows } = await pool.query<{ is_broad: boolean }>(text, values);
  return rows[0]?.is_broad === true ? 'walked' : 'found';
}

/** Looks at no more than it takes to know. */
function countStatement(ways: readonly string[], most: number, parameters: Parameters) {
  const text = `SELECT count(*) > ${parameters.bind(most)}::int AS is_broad
      FROM (${ways.map((way) => `(${way})`).join(' UNION ALL ')} LIMIT ${parameters.bind(most + 1)}::int) AS seen`;
  return { text, values: parameters.values };
}

/** A `WITH` of these parts, if there are any. */
export const withParts = (parts: readonly string[]): string =>
  parts.length === 0 ? '' : `WITH ${parts.join(', ')}`;

/** In lower case, as `LIKE` takes it for itself. */
const literally = (search: string) => search.toLowerCase().replace(/[\\%_]/g, '\\$&');

/**
 * One of the amounts is what was typed: `1310.15`, `1,310.15`, `$1,310.15` or `1310.15 USD`. Null
 * when it is no amount. The same digits mean other minor units in dollars than in yen, so each
 * currency is asked for its own.
 */
export function isAmount(
  search: string,
  currency: string,
  amounts: readonly string[],
  parameters: Binds,
): string | null {
  const typed = amountIn(search);
  if (typed === null) return null;
  const spellings = [...CURRENCIES_BY_DIGITS].flatMap(([digits, codes]) => {
    const minor = minorOf(typed, digits);
    const named = typed.code === null ? codes : codes.filter((code) => code === typed.code);
    if (minor === null || named.length === 0) return [];
    const isOfThese = `${currency} = ANY(${parameters.bind(named)}::text[])`;
    const value = `${parameters.bind(minor)}::bigint`;
    // One comparison for each amount, so that each goes by its own index.
    return [`${isOfThese} AND (${amounts.map((amount) => `${amount} = ${value}`).join(' OR ')})`];
  });
  return spellings.length === 0 ? null : spellings.map((one) => `(${one})`).join(' OR ');
}

type TypedAmount = Readonly<{ whole: string; fraction: string; code: string | null }>;

/** Grouped by commas in threes or not at all; a sign or code of a currency before or after. */
const AMOUNT =
  /^(?:([A-Za-z]{3}) ?|[$€£¥] ?)?(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,4}))?(?: ?([A-Za-z]{3})| ?[$€£¥])?$/;

function amountIn(search: string): TypedAmount | null {
  const found = AMOUNT.exec(search.trim());
  if (found === null) return null;
  const [, codeBefore, whole = '', fraction = '', codeAfter] = found;
  const code = (codeBefore ?? codeAfter)?.toUpperCase() ?? null;
  return { whole: whole.replaceAll(',', ''), fraction, code };
}

/** Null when it has more digits after the point than the currency, or is no safe integer. */
function minorOf({ whole, fraction }: TypedAmount, digits: number): number | null {
  if (fraction.length > digits) return null;
  const minor = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

const CURRENCIES_BY_DIGITS: ReadonlyMap<number, readonly string[]> = new Map(
  [...new Set(CURRENCIES.map(digitsOf))].map((digits) => [
    digits,
    CURRENCIES.filter((code) => digitsOf(code) === digits),
  ]),
);
