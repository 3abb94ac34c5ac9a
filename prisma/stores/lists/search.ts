/** What a person types into a search field: part of a text, or an amount in any spelling. */
import type { Pool } from 'pg';
import { CURRENCIES, digitsOf } from '../../../domain/currencies';
import { Parameters } from './parameters';

export type Binds = Readonly<{ bind(value: unknown): string }>;

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

/** Ids of the clients with it in their name. */
const clientsNamed = (search: string, parameters: Binds): string =>
  `SELECT id FROM organization WHERE ${findsText(search, 'lower(organization.name)', parameters)}`;

/** One way in which a search finds rows of a list: by a number, a client, an amount. */
export type Way = Readonly<{
  /** A query of the ids that it finds, by an index of its own. */
  ids(parameters: Binds): string;
  /** The same of one row of the list. */
  holds(parameters: Binds): string;
}>;

/**
 * What is of a client with it in its name. To find it, the clients are known before anything else is
 * looked at; to walk in their order, they are asked themselves, and those left out cost nothing more.
 */
export const byClient = (search: string, table: string, from: string, isByClient = false): Way => ({
  ids: (parameters) =>
    `SELECT id FROM ${from} AND ${table}.organization_id = ANY(ARRAY(${clientsNamed(search, parameters)}))`,
  holds: (parameters) =>
    isByClient
      ? findsText(search, 'lower(organization.name)', parameters)
      : `${table}.organization_id IN (${clientsNamed(search, parameters)})`,
});

/**
 * How each way is gone: its rows are found first, by their index, and then put in order; or, of a way
 * that finds much, the list is walked in its order until the page is full.
 */
export type Reach = readonly ('found' | 'walked')[];

/** Whatever finds little. */
export const ALL_FOUND: Reach = [];

/**
 * A way that finds more than `most` is walked: finding and ordering everything for each page would
 * grow with all there is, and with its square for all pages together. Looks at no more than it takes
 * to know.
 */
export async function reachOf(
  pool: Pick<Pool, 'query'>,
  most: number,
  ways: readonly Way[],
): Promise<Reach> {
  if (ways.length === 0) return ALL_FOUND;
  const parameters = new Parameters();
  const limit = `${parameters.bind(most + 1)}::int`;
  const isBroad = (way: Way) => `(SELECT count(*) > ${parameters.bind(most)}::int
      FROM (${way.ids(parameters)} LIMIT ${limit}) AS seen)`;
  const { rows } = await pool.query<{ broad: readonly boolean[] }>(
    `SELECT ARRAY[${ways.map(isBroad).join(', ')}] AS broad`,
    parameters.values,
  );
  return (rows[0]?.broad ?? []).map((broad) => (broad ? 'walked' : 'found'));
}

/** Whether everything that matches can be looked at. */
export const isBroad = (reach: Reach): boolean => reach.includes('walked');

type Searched = Readonly<{
  /** Parts of a `WITH` that find once what is found, whatever then asks for it. */
  parts: readonly string[];
  /** What is found, and each way that is walked: a list of their own each. None without a search. */
  conditions: readonly string[];
}>;

/**
 * Each way that finds is a query of its own that selects ids: together in one condition the planner
 * would walk through the whole list and try them all on every row. `id` is of the list's table.
 */
export function searched(
  ways: readonly Way[],
  reach: Reach,
  id: string,
  parameters: Binds,
): Searched {
  const found = ways.filter((_, index) => reach[index] !== 'walked');
  const broad = ways.filter((_, index) => reach[index] === 'walked');
  return {
    parts: foundBy(found.map((way) => way.ids(parameters))),
    conditions: [
      ...(found.length === 0 ? [] : [`${id} = ANY(${FOUND})`]),
      ...broad.map((way) => walked(way.holds(parameters))),
    ],
  };
}

/** The parts of a `WITH` that find what these queries of ids do; none without any. */
export const foundBy = (queries: readonly string[]): readonly string[] =>
  queries.length === 0 ? [] : [`found AS MATERIALIZED (${queries.join(' UNION ')})`];

/** The ids of it, as an array: few, says that to the planner, and so it looks them up by their key. */
export const FOUND = 'ARRAY(SELECT id FROM found)';

/**
 * A condition that no index serves and of which the planner believes that half the rows pass: so it
 * walks the list in its order, and does not find all and put them in order.
 */
export const walked = (condition: string): string =>
  `CASE WHEN ${condition} THEN true ELSE false END`;

/** One of the conditions holds; null where there is none. */
export const anyOf = (conditions: readonly string[]): string | null =>
  conditions.length === 0 ? null : conditions.map((condition) => `(${condition})`).join(' OR ');

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
