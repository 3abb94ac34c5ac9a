import { Link } from '@tanstack/react-router';
import { IconCalendarEvent, IconRepeat } from '@tabler/icons-react';
import type { CurrencyTotals, OrganizationRow } from '../../contracts/organizations';
import type { Column } from '../pieces/data-table/columns';
import { NarrowRowLines } from '../pieces/data-table/narrow-row';
import { useWords, type Words } from '../words/business';
import { daysText } from '../words/dates';
import { daysBetween } from '../../domain/calendar';
import styles from './organization-columns.module.css';

export type { OrganizationRow };

/** `sums` over all clients that match, when they share one currency: only then it stands in the head. */
export function organizationColumns(
  words: Words,
  sums: CurrencyTotals | undefined,
): readonly Column<OrganizationRow>[] {
  const amount =
    (pick: (totals: CurrencyTotals) => number, className?: string) =>
    ({ totals: ofRow }: OrganizationRow) => {
      if (ofRow.length === 0) return <Nothing />;
      return ofRow.map((totals) => (
        <span className={styles['amount']} key={totals.currency}>
          {pick(totals) === 0 ? (
            <Nothing />
          ) : (
            <span className={className}>
              {words.amount(pick(totals), totals.currency)}
              {!sums && ` ${totals.currency}`}
            </span>
          )}
        </span>
      ));
    };
  const sum = (pick: (totals: CurrencyTotals) => number) =>
    sums && { sum: words.amount(pick(sums), sums.currency) };
  return [
    {
      key: 'name',
      head: 'Name',
      canSort: true,
      cell: ({ id, name }) => <ClientLink id={id} name={name} />,
      skeleton: { widths: [190] },
    },
    {
      key: 'balance',
      head: sums ? `Open, ${sums.currency}` : 'Open',
      width: 124,
      isNumber: true,
      canSort: true,
      cell: (row) => (
        <b className={styles['open']}>{amount(({ balance }) => balance.amountMinor)(row)}</b>
      ),
      ...sum(({ balance }) => balance.amountMinor),
      skeleton: { widths: [64] },
    },
    {
      key: 'pastDue',
      head: 'Past due',
      width: 132,
      isNumber: true,
      canSort: true,
      cell: amount(({ pastDue }) => pastDue.amountMinor, styles['late']),
      ...sum(({ pastDue }) => pastDue.amountMinor),
      skeleton: { widths: [56] },
    },
    {
      key: 'oldestDueOn',
      head: 'Oldest',
      width: 128,
      isNumber: true,
      canSort: true,
      leavesUnder: 1200,
      cell: ({ oldestDueOn }) => {
        const days = oldestDueOn === null ? 0 : daysBetween(oldestDueOn, words.today);
        return days > 0 ? daysText(days) : <Nothing />;
      },
      skeleton: { widths: [48] },
    },
    {
      key: 'uncovered',
      head: 'Uncovered',
      width: 132,
      isNumber: true,
      canSort: true,
      leavesUnder: 1200,
      cell: amount(({ uncovered }) => uncovered.amountMinor),
      ...sum(({ uncovered }) => uncovered.amountMinor),
      skeleton: { widths: [60] },
    },
    {
      key: 'nextPlannedOn',
      head: 'Next planned payment',
      // With its currency where the amounts have several.
      width: sums ? 282 : 322,
      startsAfter: 28,
      canSort: true,
      cell: (row) => <NextPlanned row={row} withCurrency={!sums} />,
      skeleton: { widths: [210] },
    },
  ];
}

function ClientLink({ id, name }: Readonly<{ id: string; name: string }>) {
  return (
    <Link className={styles['name']} to="/organizations/$id" params={{ id }} title={name}>
      {name}
    </Link>
  );
}

/** A zero in a column where most are zero. */
function Nothing() {
  return (
    <span className="hr-dim">
      <span aria-hidden>–</span>
      <span className="hr-unseen">none</span>
    </span>
  );
}

type NextPlannedProps = Readonly<{ row: OrganizationRow; withCurrency: boolean }>;

function NextPlanned({ row: { nextPlanned }, withCurrency }: NextPlannedProps) {
  const words = useWords();
  if (!nextPlanned) return <span className="hr-dim">Nothing planned</span>;
  const figure = withCurrency ? words.money : words.amount;
  const isAutopay = nextPlanned.kind === 'autopay';
  const Icon = isAutopay ? IconRepeat : IconCalendarEvent;
  return (
    <span className={styles['planned']}>
      <Icon size={16} stroke={1.75} aria-hidden data-autopay={isAutopay || undefined} />
      <span className={styles['day']}>{words.shortDateWithWeekday(nextPlanned.runOn)}</span>
      <span className="hr-small hr-dim">{isAutopay ? 'Autopay' : 'Scheduled'}</span>
      <span className={`${styles['figure']} hr-number`}>
        {figure(nextPlanned.amount.amountMinor, nextPlanned.amount.currency)}
      </span>
    </span>
  );
}

/** A client on a phone. */
export function OrganizationLines({ row }: Readonly<{ row: OrganizationRow }>) {
  const words = useWords();
  const [first] = row.totals;
  const late = row.totals.filter(({ pastDue }) => pastDue.amountMinor > 0);
  return (
    <NarrowRowLines
      name={<ClientLink id={row.id} name={row.name} />}
      figure={
        first ? (
          words.money(first.balance.amountMinor, first.currency)
        ) : (
          <span className="hr-dim">Nothing open</span>
        )
      }
      second={
        row.nextPlanned ? `Next ${words.shortDate(row.nextPlanned.runOn)}` : 'Nothing planned'
      }
      secondFigure={
        late[0] && (
          <span className={styles['late']}>
            {words.amount(late[0].pastDue.amountMinor, late[0].currency)} past due
          </span>
        )
      }
    />
  );
}
