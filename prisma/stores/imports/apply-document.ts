/**
 * Applies an e-invoice: a new invoice with its document, one more document of a known invoice, money
 * of a client from a credit note, or a conflict for a person. It never changes what is open on a
 * known invoice by itself (rules.md 14, 15).
 */
import { randomUUID } from 'node:crypto';
import type { EInvoice } from '../../../accounting';
import { takeDocument } from '../books/take-document';
import { addInvoice, attachDocument } from './add-invoice';
import { applyCreditNote, underNumberOfNote } from './apply-credit-note';
import { addClient, askSpelling, type Buyer, findClient } from './client-of-row';
import { codeOf, differencesInWords, isTakeable, ownConflictOf } from './conflict-words';
import {
  holdForConflict,
  liftConflictHolds,
  type PlaceInBooks,
  replaceInvoice,
  replaceInvoices,
  vacatePlace,
} from './decided-conflict';
import { buyerOf, documentOf, NEW_CLIENT, type StagedEInvoice } from './document-of-row';
import { identityOfKnown, type KnownInvoice, knownByNumber } from './known-invoice';
import { knownNote } from './known-note';
import { idsOf, precedingInWords } from './preceding';
import { type RowContext, saidOn } from './row-context';
import { leftOut, type Verdict, verdict } from './staged';

export async function applyDocument(context: RowContext, staged: StagedEInvoice): Promise<Verdict> {
  const { invoice } = staged;
  const buyer = buyerOf(context, invoice);
  const found = await findClient(context, buyer);
  if (found.kind === 'undecided') return found.verdict;
  const organizationId = found.kind === 'client' ? found.organizationId : null;
  const own = ownConflict(context, invoice, organizationId);
  if (own !== null) return own;

  const known = await ofThisDocument(context, invoice, organizationId);
  const preceding = await precedingOf(context, invoice, organizationId);
  const result = await place(context, staged, buyer, organizationId, known, preceding);
  const isNewSpelling = found.kind === 'client' && found.isNewSpelling;
  return isNewSpelling ? askSpelling(result, 'document', buyer) : result;
}

/** Its own amounts contradict each other, and nobody has said that they hold. */
function ownConflict(
  context: RowContext,
  { standing, currency, payableMinor }: EInvoice,
  organizationId: string | null,
): Verdict | null {
  const conflicts = standing.conflicts.map((conflict) => ownConflictOf(conflict, currency));
  const [first] = conflicts;
  if (first === undefined) return null;
  const said = saidOn(context, first.code);
  if (said === 'keep') return leftOut({ organizationId });
  const mayTake = conflicts.every((conflict) => conflict.isTakeable);
  if (said === 'take' && mayTake) return null;
  return verdict('conflict', {
    code: first.code,
    reason: conflicts.map(({ reason }) => reason).join(' '),
    organizationId,
    effect: {
      currency,
      afterMinor: payableMinor,
      decisions: ['conflict'],
      choices: mayTake ? ['keep', 'take'] : ['keep'],
    },
  });
}

/** Of this client, or of the same seller under another: one number is one document. */
async function ofThisDocument(
  context: RowContext,
  invoice: EInvoice,
  organizationId: string | null,
): Promise<readonly KnownInvoice[]> {
  const seller = context.identity.partyKey(invoice.seller);
  const known = await knownByNumber(context, invoice.number);
  return known.filter((one) => one.organizationId === organizationId || one.sellerKey === seller);
}

/** Invoices of this client that the document says it follows. */
async function precedingOf(
  context: RowContext,
  { preceding, number }: EInvoice,
  organizationId: string | null,
): Promise<readonly KnownInvoice[]> {
  const found: KnownInvoice[] = [];
  for (const earlier of preceding) {
    if (context.identity.comparable(earlier.number) === context.identity.comparable(number)) {
      continue;
    }
    const known = await knownByNumber(context, earlier.number);
    found.push(...known.filter((one) => one.organizationId === organizationId && !one.isVoid));
  }
  return found;
}

async function place(
  context: RowContext,
  staged: StagedEInvoice,
  buyer: Buyer,
  organizationId: string | null,
  known: readonly KnownInvoice[],
  preceding: readonly KnownInvoice[],
): Promise<Verdict> {
  const { identity } = context;
  const { invoice } = staged;
  const incoming = identity.identityOfEInvoice(invoice, organizationId ?? NEW_CLIENT);
  const compared = known.map((one) => ({
    known: one,
    comparison: identity.compareDocument(identityOfKnown(one), incoming),
  }));
  const same = compared.find(({ comparison }) => comparison.kind === 'same');
  if (same !== undefined) return attach(context, staged, same.known);
  const [differing] = compared.flatMap(({ known: one, comparison }) =>
    comparison.kind === 'conflict' ? [{ known: one, differences: comparison.differences }] : [],
  );
  // A credit note that the client has already is compared with itself, whatever else bears its number.
  const isKnownNote =
    invoice.kind === 'creditNote' &&
    organizationId !== null &&
    (await knownNote(context, organizationId, invoice.number)) !== null;
  if (differing !== undefined && !isKnownNote) {
    return conflict(context, staged, buyer, organizationId, preceding, differing);
  }
  if (invoice.kind === 'creditNote') {
    return addCreditNote(context, staged, buyer, organizationId, preceding);
  }
  const { number, currency, standing } = invoice;
  const beside = { number, currency, openMinor: standing.openMinor };
  const ofNote = await underNumberOfNote(context, beside, organizationId);
  if (ofNote !== null) return ofNote;
  if (preceding.length > 0 && saidOn(context, 'followsKnown') !== 'take') {
    return followsKnown(context, staged, buyer, organizationId, preceding);
  }
  if (preceding.length > 0) await liftConflictHolds(context, idsOf(preceding));
  return create(context, staged, buyer, organizationId, {
    isNumberTaken: known.length > 0,
  });
}

function addCreditNote(
  context: RowContext,
  staged: StagedEInvoice,
  buyer: Buyer,
  organizationId: string | null,
  preceding: readonly KnownInvoice[],
): Promise<Verdict> {
  const document = documentOf(context, staged, organizationId);
  return applyCreditNote(context, staged.invoice, { buyer, organizationId, preceding, document });
}

async function attach(
  context: RowContext,
  staged: StagedEInvoice,
  { id: invoiceId, organizationId, currency, openMinor }: KnownInvoice,
): Promise<Verdict> {
  const isAdded = await attachDocument(
    context,
    invoiceId,
    documentOf(context, staged, organizationId),
  );
  const parts = {
    organizationId,
    invoiceId,
    effect: { currency, beforeMinor: openMinor, afterMinor: openMinor },
  };
  return isAdded
    ? verdict('updated', { ...parts, code: 'documentAdded' })
    : verdict('unchanged', { ...parts, code: 'known' });
}

/** One number, two documents: both side by side, until a person says which one holds. */
async function conflict(
  context: RowContext,
  staged: StagedEInvoice,
  buyer: Buyer,
  organizationId: string | null,
  preceding: readonly KnownInvoice[],
  against: Readonly<{
    known: KnownInvoice;
    differences: Parameters<typeof differencesInWords>[1];
  }>,
): Promise<Verdict> {
  const { invoice } = staged;
  const { known, differences } = against;
  const parts = { organizationId: known.organizationId, invoiceId: known.id };
  const isNote = invoice.kind === 'creditNote';
  const mayTake = isNote || (isTakeable(differences) && !known.isVoid);
  const code = codeOf(differences);
  switch (saidOn(context, code)) {
    case 'keep':
      return leftOut(parts);
    case 'take':
      if (isNote) return addCreditNote(context, staged, buyer, organizationId, preceding);
      if (mayTake) return take(context, staged, known, haveOneKey(differences));
      break;
    case 'replaces': {
      const touchedPaymentIds = await replaceInvoice(context, known.id);
      if (isNote) {
        const noted = await addCreditNote(context, staged, buyer, organizationId, preceding);
        return { ...noted, touchedPaymentIds: [...touchedPaymentIds, ...noted.touchedPaymentIds] };
      }
      const isKeyTaken = haveOneKey(differences);
      const beside = await placeOf(context, known, organizationId);
      const made = await create(context, staged, buyer, organizationId, { ...beside, isKeyTaken });
      return { ...made, touchedPaymentIds };
    }
    case undefined:
      break;
  }
  const currencies = { known: known.currency, incoming: invoice.currency };
  return verdict('conflict', {
    ...parts,
    code,
    reason: `The number ${invoice.number} is known, with other values.`,
    effect: {
      currency: known.currency === invoice.currency ? known.currency : null,
      beforeMinor: known.openMinor,
      afterMinor: invoice.standing.openMinor + invoice.standing.unappliedMinor,
      differences: await differencesInWords(context, differences, currencies, buyer.name),
      decisions: ['conflict'],
      choices: mayTake ? ['keep', 'take', 'replaces'] : ['keep', 'replaces'],
    },
  });
}

/**
 * What replaces an invoice stands in its place. Of another client it can only where the source has an id
 * for it: without one its number may be taken there.
 */
async function placeOf(
  context: RowContext,
  { id, organizationId: knownOf, sourceReference }: KnownInvoice,
  organizationId: string | null,
): Promise<Beside> {
  const isOfClient = knownOf === organizationId;
  if (!isOfClient && sourceReference === null) return { isNumberTaken: true };
  return { place: await vacatePlace(context, id) };
}

/** Amounts that the key of a document leaves out: two that differ in nothing else have one key. */
const BESIDE_KEY: ReadonlySet<string> = new Set(['prepaidMinor', 'roundingMinor', 'payableMinor']);

const haveOneKey = (differences: readonly Readonly<{ field: string }>[]): boolean =>
  differences.every(({ field }) => BESIDE_KEY.has(field));

/** A person says that this document holds: the known invoice becomes what it says. */
async function take(
  context: RowContext,
  staged: StagedEInvoice,
  known: KnownInvoice,
  isKeyTaken: boolean,
): Promise<Verdict> {
  const { standing, totalMinor, issuedOn, dueOn, currency } = staged.invoice;
  const { client, actor } = context;
  const taken = { openMinor: standing.openMinor, totalMinor, issuedOn, dueOn };
  const touchedPaymentIds = await takeDocument(client, { invoiceId: known.id, ...taken, actor });
  const document = documentOf(context, staged, known.organizationId, isKeyTaken);
  await attachDocument(context, known.id, document, true);
  return verdict('updated', {
    code: 'taken',
    organizationId: known.organizationId,
    invoiceId: known.id,
    touchedPaymentIds,
    effect: { currency, beforeMinor: known.openMinor, afterMinor: standing.openMinor },
  });
}

/** It names invoices that are known: no new payment on those until a person has decided. */
async function followsKnown(
  context: RowContext,
  staged: StagedEInvoice,
  buyer: Buyer,
  organizationId: string | null,
  preceding: readonly KnownInvoice[],
): Promise<Verdict> {
  const { invoice } = staged;
  const ids = idsOf(preceding);
  const known = precedingInWords(preceding);
  const parts = { organizationId, invoiceId: known.invoiceId };
  const said = saidOn(context, 'followsKnown');
  if (said === 'keep') {
    await liftConflictHolds(context, ids);
    return leftOut(parts);
  }
  if (said === 'replaces') {
    await liftConflictHolds(context, ids);
    const touchedPaymentIds = await replaceInvoices(context, ids);
    const made = await create(context, staged, buyer, organizationId);
    return { ...made, touchedPaymentIds };
  }
  await holdForConflict(context, ids, invoice.number);
  return verdict('conflict', {
    ...parts,
    code: 'followsKnown',
    reason: `It says that it follows ${known.numbers}. Does it replace ${known.them}, or stand beside ${known.it}?`,
    effect: {
      currency: known.currencyWith(invoice.currency),
      beforeMinor: known.openMinor,
      afterMinor: invoice.standing.openMinor,
      decisions: ['conflict'],
      choices: ['keep', 'take', 'replaces'],
    },
  });
}

type Beside = Readonly<{
  /** An invoice of this number stands beside it: the source's reference tells them apart. */
  isNumberTaken?: boolean;
  /** Where the books found what it replaces. */
  place?: PlaceInBooks;
  /** Another document has its key already. */
  isKeyTaken?: boolean;
}>;

async function create(
  context: RowContext,
  staged: StagedEInvoice,
  buyer: Buyer,
  knownId: string | null,
  { isNumberTaken = false, place, isKeyTaken = false }: Beside = {},
): Promise<Verdict> {
  const { invoice, pdfRefusal } = staged;
  const { head, position } = context;
  const ownReference = isNumberTaken ? `${head.importId}:${position}` : null;
  const organizationId = knownId ?? (await addClient(context, buyer));
  const { currency, standing, terms } = invoice;
  const { openMinor } = standing;
  const invoiceId = randomUUID();
  const made = {
    organizationId,
    sourceId: place?.sourceId ?? head.sourceId,
    sourceReference: place === undefined ? ownReference : place.sourceReference,
    number: invoice.number,
    currency,
    totalMinor: invoice.totalMinor,
    openMinor,
    isVoid: false,
    issuedOn: invoice.issuedOn,
    dueOn: invoice.dueOn,
    agreement: invoice.agreement,
    agreementType: null,
    termsText: terms.map(({ text }) => text).find((text) => text !== null) ?? null,
    invoiceType: null,
    purchaseOrder: invoice.purchaseOrderNumber,
    location: invoice.deliveryPlace,
    lines: invoice.lines.map((line) => ({
      reference: line.id,
      description: line.name ?? line.description ?? '',
      quantity: line.quantity,
      unit: line.unit,
      unitPriceText: line.price,
      amountMinor: line.amountMinor,
    })),
    document: documentOf(context, staged, organizationId, isKeyTaken),
    documentRefusal: pdfRefusal,
    asOf: null,
  };
  await addInvoice(context, invoiceId, made, null);
  return verdict('created', {
    code: openMinor === 0 ? 'nothingToPay' : null,
    organizationId,
    invoiceId,
    effect: { currency, afterMinor: openMinor },
  });
}
