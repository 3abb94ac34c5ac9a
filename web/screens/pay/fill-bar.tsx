import { Button, Popover } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Fill, fillEqually, fillFull, fillOldestFirst } from '../../../domain/fills';
import { sumMinor } from '../../../domain/money';
import { MoneyField } from '../../pieces/money-field';
import { useWords } from '../../words/business';
import { limitOf, type PayCase, type PayDraft, totalOf } from './draft';
import styles from './pay.module.css';

type FillBarProps = Readonly<{
  payCase: PayCase;
  draft: PayDraft;
  onFill: (amounts: PayDraft['amounts']) => void;
}>;

/** Lays a sum onto the invoices once; afterwards every amount is the person's own. */
export function FillBar({ payCase, draft, onFill }: FillBarProps) {
  const words = useWords();
  const [filled, setFilled] = useState<Filled | null>(null);
  const { currency, invoices, changes } = payCase;
  const given = invoices.map((row) => ({
    id: row.id,
    dueOn: row.dueOn,
    limitMinor: limitOf(row, draft.isScheduled, changes),
  }));
  const room = given.reduce((sum, { limitMinor }) => sum + limitMinor, 0);
  const take = ({ amounts, leftOverMinor }: Fill) => {
    setFilled({ totalMinor: sumMinor([...amounts.values(), leftOverMinor]), leftOverMinor });
    onFill(Object.fromEntries([...amounts].map(([id, minor]) => [id, minor === 0 ? null : minor])));
  };
  return (
    <div className={styles['fills']}>
      <span className="hr-small hr-dim" role="status">
        {leftOverWords(filled, totalOf(draft, payCase), (minor) => words.money(minor, currency))}
      </span>
      <button type="button" className={styles['link']} onClick={() => take(fillFull(given))}>
        Full
      </button>
      <SumFill
        label="Oldest first up to…"
        currency={currency}
        roomMinor={room}
        onSum={(total) => take(fillOldestFirst(given, total))}
      />
      <SumFill
        label="Equal…"
        currency={currency}
        roomMinor={room}
        onSum={(total) => take(fillEqually(given, total))}
      />
    </div>
  );
}

/** The sum that was laid, and what of it found no room. */
type Filled = Readonly<{ totalMinor: number; leftOverMinor: number }>;

/** Of a fill, what is on no line: at once, and once the person has taken something away. */
function leftOverWords(
  filled: Filled | null,
  totalMinor: number,
  money: (minor: number) => string,
): string {
  if (filled === null) return 'Fill';
  const left = filled.totalMinor - totalMinor;
  if (left <= 0) return 'Fill';
  return left === filled.leftOverMinor
    ? `${money(left)} found no room`
    : `${money(left)} left over`;
}

type SumFillProps = Readonly<{
  label: string;
  currency: string;
  roomMinor: number;
  onSum: (totalMinor: number) => void;
}>;

/** Asks for the sum first. */
function SumFill({ label, currency, roomMinor, onSum }: SumFillProps) {
  const [isOpen, setOpen] = useState(false);
  const [total, setTotal] = useState<number | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A form in a popover is still inside the dialog's form for React.
    event.stopPropagation();
    if (total === null) return;
    onSum(total);
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus position="bottom-end">
      <Popover.Target>
        <button type="button" className={styles['link']} onClick={() => setOpen(!isOpen)}>
          {label}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <form className={styles['sum']} onSubmit={submit}>
          <MoneyField
            invoiceNumber="all of them together"
            currency={currency}
            valueMinor={total}
            maxMinor={roomMinor}
            onRead={(reading) => setTotal(reading.kind === 'amount' ? reading.amountMinor : null)}
          />
          <Button type="submit" disabled={total === null}>
            Fill
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
