/**
 * The words of rules.md 1 as SQL over the table `invoice`, each in one place. They say what
 * `domain/invoice.ts` says; a test compares the two.
 */

/** What pages call unpaid. */
export const BALANCE = '(invoice.open_minor - invoice.unposted_minor)';
/** The most that anyone may still take; below zero when more is in flight than is open. */
export const HEADROOM = '(invoice.open_minor - invoice.firm_minor - invoice.disputed_minor)';
/** The most that may still be scheduled. Nothing forecasts autopay yet, so all of it is uncovered. */
export const RESIDUAL = `greatest(0, ${HEADROOM} - invoice.planned_minor)`;
/** On its way, and not settled yet. */
export const IN_FLIGHT = '(invoice.firm_minor - invoice.unposted_minor)';

/** With a balance, not void. The first two parts are the predicate of the indexes of the lists. */
export const IS_OPEN = `invoice.open_minor > 0 AND NOT invoice.is_void AND ${BALANCE} > 0`;

/** `today` is SQL of the business's date. */
export const isPastDue = (today: string): string => `${IS_OPEN} AND invoice.due_on < ${today}`;

/** Takes a payment now: what `cannotPay` of a row is null for. */
export const IS_PAYABLE = `${IS_OPEN} AND NOT invoice.is_on_hold AND ${HEADROOM} > 0`;
