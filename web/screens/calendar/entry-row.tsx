import { ActionIcon, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import {
  IconBan,
  IconCalendarEvent,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconRepeat,
} from '@tabler/icons-react';
import type { CalendarEntry } from '../../../contracts/calendar';
import { useCanBill } from '../../api/session';
import { StatusChip } from '../../pieces/status-chip';
import { useWords } from '../../words/business';
import { useAutopayHold } from '../invoice/use-autopay-hold';
import { PaymentLink } from '../payment/payment-link';
import styles from './calendar.module.css';
import { takenOf } from './calendar-days';
import { entryNote, figures, standingOf } from './calendar-words';

type EntryRowProps = Readonly<{
  entry: CalendarEntry;
  /** The currency that stands once for all; null where each amount names its own. */
  shared: string | null;
}>;

/** One payment to come: whose, what for, what still stands before it, and the way to stop it. */
export function EntryRow({ entry, shared }: EntryRowProps) {
  const words = useWords();
  const canBill = useCanBill();
  const taken = takenOf(entry);
  const standing = standingOf(entry);
  const Icon = entry.kind === 'planned' ? IconCalendarEvent : IconRepeat;
  return (
    <li className={styles['row']}>
      <span className={styles['rowIcon']} data-kind={entry.kind}>
        <Icon size={16} stroke={1.75} aria-hidden />
      </span>
      <span className={styles['rowName']}>
        {entry.organization.name} ·{' '}
        {entry.kind === 'planned' ? (
          <PaymentLink {...entry.payment} />
        ) : (
          <InvoiceOver {...entry.invoice} />
        )}
      </span>
      <b className={styles['rowFigure']}>
        {taken === null ? <span className="hr-dim">Nothing</span> : figures([taken], shared, words)}
      </b>
      <span className={styles['rowNote']}>
        {entryNote(entry)} · {words.time(entry.runAt)}
        {standing !== null && (
          <span className={styles['rowChip']}>
            <StatusChip kind={standing.tone} size="compact">
              {standing.words}
            </StatusChip>
          </span>
        )}
      </span>
      {entry.kind === 'autopay' && canBill && <StopMenu entry={entry} />}
    </li>
  );
}

/** Over the calendar, in the place of the day that named it. */
function InvoiceOver({ id, number }: Readonly<{ id: string; number: string }>) {
  return (
    <Link
      className="hr-link hr-id"
      to="."
      search={(now) => ({ ...now, day: undefined, invoice: id })}
      resetScroll={false}
      preload={false}
    >
      {number}
    </Link>
  );
}

const ICON = { size: 15, stroke: 1.75, 'aria-hidden': true } as const;

type Autopay = Extract<CalendarEntry, { kind: 'autopay' }>;

/** Holding is for a while, excluding is for good. Neither stops a person. */
function StopMenu({ entry }: Readonly<{ entry: Autopay }>) {
  const { invoice, invoiceVersion: version, outcome, hold } = entry;
  const change = useAutopayHold();
  const { id, number } = invoice;
  const send = (body: Parameters<typeof change.send>[0]['body']) =>
    change.send({ id, number, body });
  // What the books lost is decided over its task.
  if (hold === 'drift') return null;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon
          className={styles['rowMenu'] ?? ''}
          aria-label={`Stop autopay of ${invoice.number}`}
          loading={change.isPending}
        >
          <IconDots size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {hold !== null ? (
          <Menu.Item
            leftSection={<IconPlayerPlay {...ICON} />}
            onClick={() =>
              send(
                hold === 'invoice' ? { version, onHold: false } : { version, autopayHold: false },
              )
            }
          >
            {hold === 'invoice' ? 'Take off hold' : 'Let autopay go on'}
          </Menu.Item>
        ) : outcome === 'excluded' ? (
          <Menu.Item
            leftSection={<IconPlayerPlay {...ICON} />}
            onClick={() => send({ version, autopayExcluded: false })}
          >
            Let rules take it again
          </Menu.Item>
        ) : (
          <>
            <Menu.Item
              leftSection={<IconPlayerPause {...ICON} />}
              onClick={() => send({ version, autopayHold: true })}
            >
              Hold from autopay
            </Menu.Item>
            <Menu.Item
              leftSection={<IconBan {...ICON} />}
              onClick={() => send({ version, autopayExcluded: true })}
            >
              Exclude from autopay
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
