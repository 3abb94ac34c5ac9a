/**
 * The words of rules.md 1 as SQL over the table `invoice`, each in one place. They say what
 * `domain/invoice.ts` says; a test compares the two.
 */

/** What pages call unpaid. */
export const BALANCE = '(invoice.open_minor - invoice.unposted_minor)';
/** The most that anyone may still take; below zero when more is in flight than is open. */
export const HEADROOM = '(invoice.open_minor - invoice.firm_minor - invoice.disputed_minor)';
/** The most that may still be scheduled. What is uncovered of it, the autopay forecast decides. */
export const RESIDUAL = `greatest(0, ${HEADROOM} - invoice.planned_minor)`;
/** On its way, and not settled yet. */
export const IN_FLIGHT = '(invoice.firm_minor - invoice.unposted_minor)';

/**
 * Every order has an index for each of these two, and every invoice is in one of them: what is paid
 * is many, and never in the way of what is open.
 */
export const LISTED_AS_OPEN = 'invoice.open_minor > 0 AND NOT invoice.is_void';
export const LISTED_AS_CLOSED = `NOT (${LISTED_AS_OPEN})`;

/** With a balance, not void. */
export const IS_OPEN = `${LISTED_AS_OPEN} AND ${BALANCE} > 0`;

/** Without a due date last, in the order of an index. */
export const DUE = `coalesce(invoice.due_on, 'infinity'::date)`;
export const DUE_DESCENDING = `coalesce(invoice.due_on, '-infinity'::date)`;

/** `today` is SQL of the business's date. */
export const isPastDue = (today: string): string => `${IS_OPEN} AND ${DUE} < ${today}`;

/** Numbers as people count: `INV-9` before `INV-10`. PostgreSQL keeps it (prisma/migrations, `numbers_in_order`). */
export const NUMBER_IN_ORDER = 'invoice.number_order';

/** Takes a payment now: what `cannotPay` of a row is null for. */
export const IS_PAYABLE = `${IS_OPEN} AND NOT invoice.is_on_hold AND ${HEADROOM} > 0`;
