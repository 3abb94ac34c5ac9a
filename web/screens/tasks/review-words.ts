/** Why a payment waits for a person, and what it does until then. */
import type { Task } from '../../../contracts/tasks';
import { textIn } from './task-facts';

export function reviewWords({ facts }: Task): string {
  const reason = textIn(facts, 'reason') ?? '';
  return `${REASONS[reason] ?? 'Something about it changed.'} Nothing is charged until you decide.`;
}

const REASONS: Readonly<Record<string, string>> = {
  SLOT_MISSED: 'Its run date passed while nothing could run.',
  GIVEN_BACK_TOO_LATE: 'Its amount came back after its run date had passed.',
  METHOD_UNUSABLE: 'Its method can no longer be charged.',
  METHOD_REMOVED: 'Its method was removed.',
  CLIENT_MERGED: 'Its client was merged into another one.',
  INVOICE_ON_HOLD: 'An invoice on it is on hold.',
  INVOICE_MISSING: 'A complete list does not name an invoice on it.',
  INVOICE_DRIFTED: 'The books lost one of our payments on an invoice of it.',
  INVOICE_VOID: 'An invoice on it is void.',
  INVOICE_OVERDRAWN: 'An invoice on it can take less than when it was confirmed.',
  AMOUNT_ABOVE_GATEWAY_MAXIMUM: 'It is more than the gateway takes at once.',
};
