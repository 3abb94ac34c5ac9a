import { Button } from '@mantine/core';
import type { Approval } from '../../../contracts/approvals';
import type { Column } from '../../pieces/data-table/columns';
import { NarrowRowLines } from '../../pieces/data-table/narrow-row';
import { useWords, type Words } from '../../words/business';
import { methodWords } from '../../words/methods';
import { InvoiceLink } from '../invoice/invoice-link';
import { takesWords, whyWords } from './approval-words';
import styles from './approvals.module.css';
import type { Decision } from './decide-dialog';

/** Absent for someone who only reads. */
export type OnDecide = ((approval: Approval, decision: Decision) => void) | undefined;

/** The currency stands in the head when all rows share it, else beside each amount. */
export function approvalColumns(
  words: Words,
  rows: readonly Approval[],
  onDecide: OnDecide,
): readonly Column<Approval>[] {
  const currencies = new Set(rows.map(({ maximum }) => maximum.currency));
  const [shared] = currencies.size === 1 ? [...currencies] : [];
  const acts: Column<Approval> = {
    key: 'acts',
    head: <span className="hr-unseen">Decide</span>,
    width: 172,
    startsAfter: 16,
    cell: (approval) => onDecide && <Acts approval={approval} onDecide={onDecide} />,
    skeleton: { widths: [120] },
  };
  return [
    {
      key: 'organization',
      head: 'Client',
      cell: ({ organization }) => <span title={organization.name}>{organization.name}</span>,
      skeleton: { widths: [150] },
    },
    {
      key: 'invoice',
      head: 'Invoice',
      width: 92,
      cell: ({ invoice }) => <InvoiceLink id={invoice.id}>{invoice.number}</InvoiceLink>,
      skeleton: { widths: [64] },
    },
    {
      key: 'runs',
      head: 'Runs',
      width: 212,
      cell: (approval) => <Runs approval={approval} />,
      skeleton: { widths: [140] },
    },
    {
      key: 'rule',
      head: 'Rule',
      width: 124,
      leavesUnder: 1200,
      cell: ({ rule }) => <span title={rule.name}>{rule.name}</span>,
      skeleton: { widths: [100] },
    },
    {
      key: 'why',
      head: 'Why it waits',
      width: 216,
      cell: (approval) => {
        const why = whyWords(approval, words);
        return (
          <span className="hr-dim" title={why}>
            {why}
          </span>
        );
      },
      skeleton: { widths: [150] },
    },
    {
      key: 'amount',
      head: shared === undefined ? 'Amount' : `Amount, ${shared}`,
      width: 112,
      isNumber: true,
      cell: ({ now, maximum }) =>
        now === null ? (
          <span className="hr-dim">Nothing now</span>
        ) : (
          <b className="hr-number">
            {shared === undefined
              ? words.money(now.amountMinor, maximum.currency)
              : words.amount(now.amountMinor, maximum.currency)}
          </b>
        ),
      ...(shared !== undefined && {
        sum: words.amount(
          rows.reduce((sum, { now }) => sum + (now?.amountMinor ?? 0), 0),
          shared,
        ),
      }),
      skeleton: { widths: [64] },
    },
    ...(onDecide === undefined ? [] : [acts]),
  ];
}

/** The instant until which it may be answered, and how far that is. */
function Runs({ approval: { runOn, runAt } }: Readonly<{ approval: Approval }>) {
  const words = useWords();
  return (
    <span className="hr-number">
      {words.shortDateWithWeekday(runOn)}, {words.time(runAt)}{' '}
      <span className={styles['relative']}>{words.relative(runOn)}</span>
    </span>
  );
}

type ActsProps = Readonly<{ approval: Approval; onDecide: NonNullable<OnDecide> }>;

function Acts({ approval, onDecide }: ActsProps) {
  const { number } = approval.invoice;
  return (
    <span className={styles['acts']}>
      <Button
        size="sm"
        variant="subtle"
        aria-label={`Approve ${number}`}
        onClick={() => onDecide(approval, 'approve')}
      >
        Approve
      </Button>
      <Button
        size="sm"
        variant="quiet"
        aria-label={`Decline ${number}`}
        onClick={() => onDecide(approval, 'decline')}
      >
        Decline
      </Button>
    </span>
  );
}

/** A row on a phone. */
export function ApprovalLines({
  approval,
  onDecide,
}: Readonly<{ approval: Approval; onDecide: OnDecide }>) {
  const words = useWords();
  const { organization, invoice, rule, method, now } = approval;
  return (
    <NarrowRowLines
      name={<InvoiceLink id={invoice.id}>{invoice.number}</InvoiceLink>}
      figure={now === null ? 'Nothing now' : takesWords([approval], words)}
      second={`${organization.name} · ${rule.name} · ${methodWords(method)}`}
      chips={<Runs approval={approval} />}
      reason={
        <>
          {whyWords(approval, words)}
          {onDecide && <Acts approval={approval} onDecide={onDecide} />}
        </>
      }
    />
  );
}
