/**
 * Applies one invoice of a balance list: a new invoice, a reading of a known one, a void, or a
 * conflict for a person. What would raise headroom waits (rules.md 14).
 */
import { randomUUID } from 'node:crypto';
import type { DocumentIdentity, StagedBalance } from '../../../accounting';
import { changeFromOutside } from '../books/external-change';
import { addInvoice } from './add-invoice';
import { olderThanRead, readBalance } from './apply-reading-row';
import { underNumberOfNote } from './apply-credit-note';
import { compareNote, createNote } from './apply-listed-note';
import { addClient, askSpelling, type Buyer, findClientOfList } from './client-of-row';
import { codeOf, differencesInWords, isTakeable, ownConflictOf } from './conflict-words';
import { contradiction } from './contradiction';
import { passOnReference, replaceInvoice, takeInvoice } from './decided-conflict';
import { fillGaps } from './fill-gaps';
import {
  identityOfKnown,
  type KnownInvoice,
  knownByNumber,
  knownBySourceId,
} from './known-invoice';
import { knownNote } from './known-note';
import { type RowContext, saidOn } from './row-context';
import { leftOut, type Verdict, verdict } from './staged';

export async function applyBalance(context: RowContext, row: StagedBalance): Promise<Verdict> {
  const { asOf } = context.head;
  if (asOf === null) throw new Error(`import ${context.head.importId} has no instant`);
  const own = ownConflict(context, row);
  if (own !== null) return own;
  const found = await findClientOfList(context, buyerOf(context, row));
  if (found.kind === 'undecided') return found.verdict;
  const organizationId = found.kind === 'client' ? found.organizationId : null;
  const isNewSpelling = found.kind === 'client' && found.isNewSpelling;
  const buyer = { ...buyerOf(context, row), isNewSpelling };
  return withSpelling(await place(context, row, buyer, organizationId, asOf), buyer);
}

/** A buyer as it was found: whether its client bears the name that the row gives it. */
type Found = Buyer & Readonly<{ isNewSpelling: boolean }>;

const withSpelling = (result: Verdict, buyer: Found): Verdict =>
  buyer.isNewSpelling ? askSpelling(result, 'list', buyer) : result;

async function place(
  context: RowContext,
  row: StagedBalance,
  buyer: Found,
  organizationId: string | null,
  asOf: string,
): Promise<Verdict> {
  const isNote = row.documentKind === 'creditNote';
  if (isNote && organizationId !== null) {
    const note = await knownNote(context, organizationId, row.number);
    if (note !== null) return compareNote(context, row, organizationId, note);
  }
  // Of a credit note with nothing left no money comes in that could be the wrong one.
  const isNothing = isNote && row.unappliedMinor === 0;
  const known = isNothing ? [] : await knownOf(context, row, organizationId);
  const [one, another] = known;
  if (one === undefined) {
    // The source's own id tells an invoice from a credit note of its number.
    const isApart = isNote || row.sourceId !== null;
    const ofNote = isApart ? null : await underNumberOfNote(context, row, organizationId);
    return ofNote ?? create(context, row, buyer, organizationId, asOf);
  }
  if (another !== undefined) return severalKnown(row, known);
  return compareWith(context, row, buyer, { known: one, organizationId, asOf });
}

function ownConflict(context: RowContext, row: StagedBalance): Verdict | null {
  const conflicts = row.conflicts.map((conflict) => ownConflictOf(conflict, row.currency));
  const [first] = conflicts;
  if (first === undefined) return null;
  const said = saidOn(context, first.code);
  if (said === 'keep') return leftOut({});
  const mayTake = conflicts.every((conflict) => conflict.isTakeable);
  if (said === 'take' && mayTake) return null;
  return verdict('conflict', {
    code: first.code,
    reason: conflicts.map(({ reason }) => reason).join(' '),
    effect: {
      currency: row.currency,
      afterMinor: row.openMinor,
      decisions: ['conflict'],
      choices: mayTake ? ['keep', 'take'] : ['keep'],
    },
  });
}

/** By the source's own id, else by client and number; void ones count only where no other is. */
async function knownOf(
  context: RowContext,
  row: StagedBalance,
  organizationId: string | null,
): Promise<readonly KnownInvoice[]> {
  const { sourceId, number } = row;
  if (sourceId !== null) {
    const known = knownBySourceId(context, sourceId);
    if (known.length > 0) return preferLiving(known);
  }
  if (organizationId === null) return [];
  const known = (await knownByNumber(context, number)).filter(
    (one) => one.organizationId === organizationId,
  );
  const living = preferLiving(known);
  const ofSource = living.filter((one) => one.sourceId === context.head.sourceId);
  // With an id of its own the source tells two invoices of one number apart.
  if (ofSource.length === 0) return living;
  if (sourceId === null) return ofSource;
  const others = ofSource.filter((one) => one.sourceReference === null);
  const same = others.filter((one) => compare(context, row, one).kind === 'same');
  return same.length === 1 ? same : others;
}

/** @param buyer the client that the row names, where that is not the known one's. */
function compare(
  { identity }: RowContext,
  row: StagedBalance,
  known: KnownInvoice,
  buyer: string = known.organizationId,
) {
  const knownAs = { ...identityOfKnown(known), number: row.number };
  return identity.compareDocument(knownAs, identityOfRow(row, buyer));
}

function preferLiving(known: readonly KnownInvoice[]): readonly KnownInvoice[] {
  const living = known.filter(({ isVoid }) => !isVoid);
  return living.length > 0 ? living : known.slice(0, 1);
}

function severalKnown(
  { number, currency, openMinor }: StagedBalance,
  known: readonly KnownInvoice[],
): Verdict {
  return verdict('refused', {
    code: 'severalInvoices',
    reason: `The number ${number} stands on ${known.length} invoices of this client. Name the one meant by its id in your system.`,
    organizationId: known[0]?.organizationId ?? null,
    effect: { currency, afterMinor: openMinor },
  });
}

type Against = Readonly<{ known: KnownInvoice; organizationId: string | null; asOf: string }>;

async function compareWith(
  context: RowContext,
  row: StagedBalance,
  buyer: Found,
  against: Against,
): Promise<Verdict> {
  const { known, organizationId, asOf } = against;
  const parts = { organizationId: known.organizationId, invoiceId: known.id };
  const comparison = compare(context, row, known, organizationId ?? 'new client');
  const differences = comparison.kind === 'conflict' ? comparison.differences : [];
  if (differences.length > 0) {
    const isNote = row.documentKind === 'creditNote';
    const older = isNote ? null : await olderThanRead(context, row, known, asOf);
    if (older !== null) return older;
    const mayTake = isNote || (isTakeable(differences) && !known.isVoid);
    // Nothing becomes void for what could not be added in its place.
    const mayReplace = isNote || newInvoiceOf(row) !== null;
    const code = codeOf(differences);
    const said = saidOn(context, code);
    if (said === 'keep') return leftOut(parts);
    if (said === 'take' && isNote) return createNote(context, row, buyer, organizationId);
    if (said === 'take' && mayTake) return take(context, row, known, asOf);
    if (said === 'replaces' && mayReplace) {
      const touchedPaymentIds = await replaceInvoice(context, known.id);
      await passOnReference(context, known.id, row.sourceId);
      const made = await create(context, row, buyer, organizationId, asOf, true);
      return { ...made, touchedPaymentIds };
    }
    const currencies = { known: known.currency, incoming: row.currency };
    return verdict('conflict', {
      ...parts,
      code,
      reason: `The number ${row.number} is known, with other values.`,
      effect: {
        currency: known.currency === row.currency ? known.currency : null,
        beforeMinor: known.openMinor,
        afterMinor: row.openMinor + row.unappliedMinor,
        differences: await differencesInWords(context, differences, currencies, buyer.name),
        decisions: ['conflict'],
        choices: [
          'keep',
          ...(mayTake ? (['take'] as const) : []),
          ...(mayReplace ? (['replaces'] as const) : []),
        ],
      },
    });
  }
  if (known.isVoid) return alreadyVoid(context, row, known);
  const contradicted = contradiction(context, row, known);
  if (contradicted !== null) return contradicted;
  if (row.isVoid) {
    const older = await olderThanRead(context, row, known, asOf);
    return older ?? makeVoid(context, row, known);
  }
  await fillGaps(context, known, row);
  return readBalance(context, row, known, asOf);
}

async function take(
  context: RowContext,
  { openMinor, totalMinor, issuedOn, dueOn, currency }: StagedBalance,
  known: KnownInvoice,
  asOf: string,
): Promise<Verdict> {
  const touchedPaymentIds = await takeInvoice(context, known.id, {
    balanceMinor: openMinor,
    asOf,
    totalMinor,
    issuedOn,
    dueOn,
  });
  return verdict('updated', {
    code: 'taken',
    organizationId: known.organizationId,
    invoiceId: known.id,
    touchedPaymentIds,
    effect: { currency, beforeMinor: known.openMinor, afterMinor: openMinor },
  });
}

function alreadyVoid(context: RowContext, row: StagedBalance, known: KnownInvoice): Verdict {
  const parts = { organizationId: known.organizationId, invoiceId: known.id };
  if (row.isVoid || row.openMinor === 0) return verdict('unchanged', { ...parts, code: 'known' });
  if (saidOn(context, 'knownIsVoid') === 'keep') return leftOut(parts);
  return verdict('conflict', {
    ...parts,
    code: 'knownIsVoid',
    reason: `The invoice ${known.number} is void here, and the list says that it is unpaid.`,
    effect: {
      currency: row.currency,
      beforeMinor: 0,
      afterMinor: row.openMinor,
      decisions: ['conflict'],
      choices: ['keep'],
    },
  });
}

async function makeVoid(
  { client, actor }: RowContext,
  { currency }: StagedBalance,
  known: KnownInvoice,
): Promise<Verdict> {
  const { touchedPaymentIds } = await changeFromOutside(client, {
    invoiceId: known.id,
    kind: 'void',
    reason: 'void in the books',
    actor,
  });
  return verdict('updated', {
    code: 'voided',
    reason: 'The list says that it is void.',
    organizationId: known.organizationId,
    invoiceId: known.id,
    touchedPaymentIds,
    effect: { currency, beforeMinor: known.openMinor, afterMinor: 0 },
  });
}

/** What an invoice is added with; null where the row leaves it open. */
function newInvoiceOf({ issuedOn, totalMinor, isBalanceTheTotal, openMinor }: StagedBalance) {
  const total = totalMinor ?? (isBalanceTheTotal ? openMinor : null);
  return issuedOn === null || total === null ? null : { issuedOn, totalMinor: total };
}

async function create(
  context: RowContext,
  row: StagedBalance,
  buyer: Found,
  knownId: string | null,
  asOf: string,
  isNumberTaken = false,
): Promise<Verdict> {
  if (row.documentKind === 'creditNote') return createNote(context, row, buyer, knownId);
  const { currency, openMinor, criteria } = row;
  const added = newInvoiceOf(row);
  if (added === null) {
    const column = row.issuedOn === null ? 'Issued' : 'Total';
    return verdict('refused', {
      code: row.issuedOn === null ? 'DATE_MISSING' : 'TOTAL_MISSING',
      reason: `The cell “${column}” is empty, and the invoice is not known yet.`,
      organizationId: knownId,
      effect: { currency, afterMinor: openMinor },
    });
  }
  const organizationId = knownId ?? (await addClient(context, buyer));
  const ownReference = isNumberTaken ? `${context.head.importId}:${context.position}` : null;
  const invoice = {
    organizationId,
    sourceId: context.head.sourceId,
    sourceReference: row.sourceId ?? ownReference,
    number: row.number,
    currency,
    ...added,
    openMinor,
    isVoid: row.isVoid,
    dueOn: row.dueOn,
    agreement: criteria.agreement,
    agreementType: criteria.agreementType,
    termsText: criteria.terms,
    invoiceType: criteria.invoiceType,
    purchaseOrder: criteria.purchaseOrderNumber,
    location: criteria.location,
    lines: row.items.map((item) => ({
      reference: null,
      description: [item.item, item.description].filter((text) => text !== null).join(' · '),
      quantity: item.quantity,
      unit: null,
      unitPriceText: item.price,
      amountMinor: item.amountMinor,
    })),
    document: null,
    documentRefusal: null,
    asOf,
  };
  const invoiceId = randomUUID();
  const created = verdict('created', {
    code: openMinor === 0 ? 'nothingToPay' : null,
    organizationId,
    invoiceId,
    effect: { currency, afterMinor: openMinor },
    isClosed: true,
  });
  const made = withSpelling(created, buyer);
  await addInvoice(context, invoiceId, invoice, made);
  return made;
}

function identityOfRow(row: StagedBalance, buyer: string): DocumentIdentity {
  return {
    seller: null,
    buyer,
    number: row.number,
    kind: row.documentKind,
    issuedOn: row.issuedOn,
    currency: row.currency,
    totalMinor: row.totalMinor,
    prepaidMinor: null,
    roundingMinor: null,
    payableMinor: null,
  };
}

function buyerOf({ identity }: RowContext, { client }: StagedBalance): Buyer {
  return {
    name: client.name ?? client.id ?? '',
    keys: identity.clientKeysOfRow(client),
    customerNumber: client.id,
    taxIds: [],
    addressLines: [],
    city: null,
    country: null,
  };
}
