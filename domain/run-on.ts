/** When an autopay rule takes an invoice: from its timing to a civil date. */
import { followingBankingDay } from './banking-days';
import { addDays, addMonths, type CivilDate, dayOfMonthIn, partsOf } from './calendar';
import type { MethodKind } from './ports';

export type Timing =
  | Readonly<{ kind: 'onDueDate' }>
  | Readonly<{ kind: 'daysBeforeDue' | 'daysAfterDue' | 'daysAfterInvoiceDate'; days: number }>
  /** The first such day on or after the invoice date; 29 to 31 mean a short month's last day. */
  | Readonly<{ kind: 'dayOfMonth'; day: number }>;

export type DatedInvoice = Readonly<{ issuedOn: CivilDate; dueOn: CivilDate | null }>;

/** The date as the timing says it, before any banking-day shift; null when it needs a due date. */
export function timedOn(timing: Timing, invoice: DatedInvoice): CivilDate | null {
  const { issuedOn, dueOn } = invoice;
  switch (timing.kind) {
    case 'onDueDate':
      return dueOn;
    case 'daysBeforeDue':
      return dueOn === null ? null : addDays(dueOn, -timing.days);
    case 'daysAfterDue':
      return dueOn === null ? null : addDays(dueOn, timing.days);
    case 'daysAfterInvoiceDate':
      return addDays(issuedOn, timing.days);
    case 'dayOfMonth':
      return firstDayOfMonthFrom(issuedOn, timing.day);
  }
}

function firstDayOfMonthFrom(from: CivilDate, day: number): CivilDate {
  const { year, month } = partsOf(from);
  const thisMonth = dayOfMonthIn(year, month, day);
  if (thisMonth >= from) return thisMonth;
  const next = partsOf(addMonths(from, 1));
  return dayOfMonthIn(next.year, next.month, day);
}

/** Cards run on any day, bank debits on a banking day: the date itself or the following one. */
export function forMethod(date: CivilDate, methodKind: MethodKind): CivilDate {
  return methodKind === 'bankDebit' ? followingBankingDay(date) : date;
}
