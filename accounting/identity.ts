/**
 * Who and what a document is (rule 15): when two files are the same invoice, when they contradict
 * each other, and which client a buyer is.
 *
 * A known document with other amounts is never a new balance, and one number on different documents
 * is never two invoices by itself: both are for a person. Texts are compared trimmed and without
 * case, and kept as they are.
 */
import type { EInvoice } from './files/e-invoice';
import type { DocumentKind } from './files/type-codes';
import type { Party } from './files/written-invoice';
import { comparable } from './reading/comparable';

/**
 * What a document is known by. `buyer` is the client once it is resolved, else `partyKey`. A null is
 * a field that its source does not give: it says nothing and contradicts nothing.
 */
export type DocumentIdentity = Readonly<{
  /** Null for a list, which has no seller. */
  seller: string | null;
  buyer: string;
  number: string;
  kind: DocumentKind;
  issuedOn: string | null;
  currency: string;
  totalMinor: number | null;
  prepaidMinor: number | null;
  roundingMinor: number | null;
  payableMinor: number | null;
}>;

export type ComparedField = Exclude<keyof DocumentIdentity, 'seller' | 'number'>;

export type Difference = Readonly<{
  field: ComparedField;
  known: string | number;
  incoming: string | number;
}>;

export type Comparison =
  /** Another number, or another seller's. */
  | Readonly<{ kind: 'new' }>
  /** Nothing to do: the same document, perhaps in another syntax. */
  | Readonly<{ kind: 'same' }>
  /** One number, two documents: both values of each field, for a person. */
  | Readonly<{ kind: 'conflict'; differences: readonly Difference[] }>;

const COMPARED: readonly ComparedField[] = [
  'buyer',
  'kind',
  'issuedOn',
  'currency',
  'totalMinor',
  'prepaidMinor',
  'roundingMinor',
  'payableMinor',
];

/** Compares what is known with what comes in. Symmetric but for the names of the values. */
export function compareDocument(known: DocumentIdentity, incoming: DocumentIdentity): Comparison {
  const isOtherSeller =
    known.seller !== null && incoming.seller !== null && known.seller !== incoming.seller;
  if (isOtherSeller || comparable(known.number) !== comparable(incoming.number)) {
    return { kind: 'new' };
  }
  const differences = COMPARED.flatMap((field): Difference[] => {
    const [before, now] = [known[field], incoming[field]];
    if (before === null || now === null || before === now) return [];
    return [{ field, known: before, incoming: now }];
  });
  return differences.length === 0 ? { kind: 'same' } : { kind: 'conflict', differences };
}

/**
 * The identity of an e-invoice. `clientId` replaces the buyer's own key where the client is known.
 */
export function identityOfEInvoice(invoice: EInvoice, clientId?: string): DocumentIdentity {
  return {
    seller: partyKey(invoice.seller),
    buyer: clientId ?? partyKey(invoice.buyer),
    number: invoice.number,
    kind: invoice.kind,
    issuedOn: invoice.issuedOn,
    currency: invoice.currency,
    totalMinor: invoice.totalMinor,
    prepaidMinor: invoice.prepaidMinor,
    roundingMinor: invoice.roundingMinor,
    payableMinor: invoice.payableMinor,
  };
}

/**
 * One string per document of rule 15: seller, buyer, number, kind, issue date and total. Equal for
 * the same document in any syntax; fit for a unique index.
 */
export function documentKey(identity: DocumentIdentity): string {
  const { seller, buyer, kind, issuedOn, totalMinor, currency } = identity;
  return JSON.stringify([
    seller,
    buyer,
    comparable(identity.number),
    kind,
    issuedOn,
    totalMinor,
    currency,
  ]);
}

/** What makes two numbers of one client the same: `(client, number)`, trimmed and without case. */
export function numberKey(clientId: string, number: string): string {
  return JSON.stringify([clientId, comparable(number)]);
}

/** A list row is known by its source and the id there, else by client and number. */
export function balanceKey(
  source: string,
  clientId: string,
  row: Readonly<{ sourceId: string | null; number: string }>,
): string {
  if (row.sourceId !== null) return JSON.stringify(['source', source, comparable(row.sourceId)]);
  return numberKey(clientId, row.number);
}

/** One string per party of a document: tax number, else global or own id, else exact name. */
export function partyKey(party: Party): string {
  const { taxIds, customerIds, names } = clientKeys(party);
  const [kind, value] = taxIds[0]
    ? ['tax', taxIds[0]]
    : customerIds[0]
      ? ['id', customerIds[0]]
      : ['name', names[0] ?? ''];
  return JSON.stringify([kind, value]);
}

/** What a client can be found by, best first, in the spelling that is compared. */
export type ClientKeys = Readonly<{
  taxIds: readonly string[];
  customerIds: readonly string[];
  names: readonly string[];
}>;

/** Keys of a buyer. A VAT number stands before a local one: it is the one that is unique. */
export function clientKeys(
  party: Pick<Party, 'name' | 'tradingName' | 'taxIds' | 'ids'>,
): ClientKeys {
  const vatFirst = party.taxIds.toSorted(
    (a, b) => Number(b.scheme === 'VA') - Number(a.scheme === 'VA'),
  );
  return {
    taxIds: unique(vatFirst.map(({ value }) => comparable(value))),
    customerIds: unique(party.ids.map(({ scheme, value }) => customerIdKey(scheme, value))),
    names: unique([party.name, party.tradingName ?? ''].map(comparable)),
  };
}

/** Keys of the client of a list row, which gives an id, a name or both. */
export function clientKeysOfRow(
  client: Readonly<{ id: string | null; name: string | null }>,
): ClientKeys {
  return {
    taxIds: [],
    customerIds: client.id === null ? [] : [customerIdKey(null, client.id)],
    names: client.name === null ? [] : [comparable(client.name)],
  };
}

/** A client as the books know it: its keys, where `names` holds the name and its confirmed aliases. */
export type KnownClient = Readonly<{ clientId: string }> & ClientKeys;

export type ClientMatch =
  | Readonly<{
      kind: 'known';
      clientId: string;
      by: 'taxId' | 'customerId' | 'name';
      /** The buyer is spelled as no name or alias of the client is: an alias to be confirmed. */
      isNewSpelling: boolean;
    }>
  /** Several clients answer to the best key, or a name belongs to a client with other ids. */
  | Readonly<{ kind: 'doubtful'; clientIds: readonly string[] }>
  | Readonly<{ kind: 'new' }>;

/** Finds the client among those that share a key with the buyer: tax id, else customer id, else name. */
export function matchClient(candidates: readonly KnownClient[], buyer: ClientKeys): ClientMatch {
  const levels = [
    { by: 'taxId', of: (keys: ClientKeys) => keys.taxIds },
    { by: 'customerId', of: (keys: ClientKeys) => keys.customerIds },
    { by: 'name', of: (keys: ClientKeys) => keys.names },
  ] as const;
  for (const { by, of } of levels) {
    const found = candidates.filter((client) => overlap(of(client), of(buyer)));
    if (found.length === 0) continue;
    const [client] = found;
    if (client === undefined || found.length > 1 || contradicts(client, buyer)) {
      return {
        kind: 'doubtful',
        clientIds: found.map(({ clientId }) => clientId),
      };
    }
    const isNewSpelling = buyer.names.length > 0 && !overlap(client.names, buyer.names);
    return { kind: 'known', clientId: client.clientId, by, isNewSpelling };
  }
  return { kind: 'new' };
}

/** Both have a tax number and no one in common: one name, two companies. */
function contradicts(client: ClientKeys, buyer: ClientKeys): boolean {
  return (
    client.taxIds.length > 0 && buyer.taxIds.length > 0 && !overlap(client.taxIds, buyer.taxIds)
  );
}

/** Characters that no file name may hold; people write something else in their place. */
const NOT_IN_FILE_NAMES = /[\\/:*?"<>|\s_-]+/g;

/**
 * Whether the name of a plain PDF is the number of an invoice: `9314110911-00-M-00-N.pdf` is
 * `9314110911/00/M/00/N`. A name that holds more than the number is no proof.
 */
export function fileNamesNumber(fileName: string, number: string): boolean {
  const stem =
    fileName
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.pdf$/i, '') ?? '';
  const plain = (text: string) => comparable(text).replaceAll(NOT_IN_FILE_NAMES, '-');
  return plain(stem) !== '' && plain(stem) === plain(number);
}

function customerIdKey(scheme: string | null, value: string): string {
  return scheme === null ? comparable(value) : `${comparable(scheme)}:${comparable(value)}`;
}

function overlap(left: readonly string[], right: readonly string[]): boolean {
  return left.some((key) => right.includes(key));
}

function unique(keys: readonly string[]): string[] {
  return [...new Set(keys)].filter((key) => key !== '');
}
