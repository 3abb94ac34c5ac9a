import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core';
import { MonthPicker } from '@mantine/dates';
import { getRouteApi } from '@tanstack/react-router';
import {
  IconCalendarEvent,
  IconCalendarMonth,
  IconChevronLeft,
  IconChevronRight,
  IconRepeat,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { CalendarEntry } from '../../../contracts/calendar';
import { addMonths } from '../../../domain/calendar';
import { readingTrouble } from '../../api/trouble';
import { PageTitle } from '../../frame/page-title';
import { useKeys } from '../../pieces/keys';
import { useIsNarrow } from '../../pieces/narrow';
import { Note } from '../../pieces/note';
import { QuickFilters } from '../../pieces/quick-filters';
import { RefetchLine, SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import type { CalendarView } from '../../view-state';
import { useWords, type Words } from '../../words/business';
import { plural } from '../../words/plural';
import { ClientFilter } from '../client-filter';
import { InvoiceDrawer } from '../invoice/invoice-drawer';
import styles from './calendar.module.css';
import { monthsOf, sharedCurrency, sumsOf, weeksOf } from './calendar-days';
import { figures } from './calendar-words';
import { DayDialog } from './day-dialog';
import { MonthGrid } from './month-grid';
import { MonthList } from './month-list';
import { useCalendar } from './use-calendar';

const route = getRouteApi('/frame/calendar');

/** Payments to come, by month: scheduled by people, and those that rules of autopay will make. */
export function CalendarScreen() {
  const words = useWords();
  const isNarrow = useIsNarrow();
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const { organizationId, day } = view;
  const month = view.month ?? words.today.slice(0, 7);
  const isList = isNarrow || view.as === 'list';
  const weeks = weeksOf(month);
  const { entries, isMore, error, isFetching, refetch } = useCalendar(
    isList ? [month] : monthsOf(weeks.flat()),
    organizationId,
  );
  const show = (next: CalendarView) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
  const goTo = (next: string) =>
    show({ month: next === words.today.slice(0, 7) ? undefined : next, day: undefined });
  const goBy = (months: number) => goTo(addMonths(`${month}-01`, months).slice(0, 7));
  useKeys({ j: () => goBy(1), k: () => goBy(-1), t: () => goTo(words.today.slice(0, 7)) });
  const days = new Set(weeks.flat());
  const shown = (entries ?? []).filter(({ runOn }) => isList || days.has(runOn));
  const shared = sharedCurrency(shown);
  const invoices = shown.flatMap((entry) => (entry.kind === 'autopay' ? [entry.invoice.id] : []));
  const monthName = words.month(`${month}-01`);
  return (
    <>
      <PageTitle
        title={monthName}
        tabTitle={`Calendar, ${monthName}`}
        chips={<MonthWalk month={month} onGo={goTo} onGoBy={goBy} />}
        actions={
          <>
            <Totals entries={shown} shared={shared} />
            <ClientFilter
              organizationId={organizationId}
              onChoose={(id) => show({ organizationId: id, day: undefined })}
            />
          </>
        }
      />
      <div className={styles['lead']}>
        <p className={styles['sentence']}>
          {entries !== null && sentenceOf(shown, isList ? null : weeks.length, shared, words)}
        </p>
        {!isNarrow && (
          <QuickFilters
            label="Month or list"
            chosen={isList ? 'list' : 'month'}
            filters={[
              { key: 'month', label: 'Month' },
              { key: 'list', label: 'List' },
            ]}
            onChoose={(key) => show({ as: key === 'month' ? undefined : key })}
          />
        )}
      </div>
      {isMore && (
        <Note tone="warn" headline="There is more than is shown.">
          At most 1,000 payments of either kind are shown for a month, and sums are of those. Choose
          one client to see all of it.
        </Note>
      )}
      <RefetchLine isActive={isFetching && entries !== null} />
      {entries === null ? (
        error === null ? (
          <Loading weeks={isList ? 1 : weeks.length} />
        ) : (
          <ErrorState
            title="The calendar could not be read"
            onRetry={refetch}
            {...readingTrouble(error)}
          />
        )
      ) : isList ? (
        <MonthList monthName={monthName} entries={shown} shared={shared} />
      ) : (
        <MonthGrid
          month={month}
          weeks={weeks}
          entries={shown}
          shared={shared}
          isOfClient={organizationId !== undefined}
          onOpen={(opened) => show({ day: opened })}
        />
      )}
      <InvoiceDrawer ids={invoices} count={invoices.length} />
      {day !== undefined && entries !== null && (
        <DayDialog
          day={day}
          entries={entries.filter(({ runOn }) => runOn === day)}
          onClose={() => show({ day: undefined })}
        />
      )}
    </>
  );
}

function sentenceOf(
  entries: readonly CalendarEntry[],
  weeks: number | null,
  shared: string | null,
  words: Words,
): string {
  if (entries.length === 0) return weeks === null ? '' : 'Nothing runs in these weeks.';
  const where = weeks === null ? 'of this month' : `of the ${plural(weeks, 'week')} shown`;
  const sums =
    shared === null ? `Sums ${where}, per currency.` : `All amounts in ${shared}, sums ${where}.`;
  return `${sums} A forecast is what the rules would take today, ${words.shortDate(words.today)}; it changes as invoices are paid.`;
}

type MonthWalkProps = Readonly<{
  month: string;
  onGo: (month: string) => void;
  onGoBy: (months: number) => void;
}>;

function MonthWalk({ month, onGo, onGoBy }: MonthWalkProps) {
  const { today } = useWords();
  return (
    <span className={styles['walk']}>
      <Step label="Previous month" onClick={() => onGoBy(-1)}>
        <IconChevronLeft size={18} stroke={1.75} aria-hidden />
      </Step>
      <Step label="Next month" onClick={() => onGoBy(1)}>
        <IconChevronRight size={18} stroke={1.75} aria-hidden />
      </Step>
      <ChooseMonth month={month} onGo={onGo} />
      <Button size="sm" onClick={() => onGo(today.slice(0, 7))}>
        Today
      </Button>
    </span>
  );
}

type StepProps = Readonly<{ label: string; onClick: () => void; children: ReactNode }>;

function Step({ label, onClick, children }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={30} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function ChooseMonth({ month, onGo }: Pick<MonthWalkProps, 'month' | 'onGo'>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus withRoles>
      <Popover.Target>
        <ActionIcon size={30} aria-label="Choose a month" onClick={() => setOpen(!isOpen)}>
          <IconCalendarMonth size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Choose a month" p="sm">
        <MonthPicker
          defaultDate={`${month}-01`}
          value={`${month}-01`}
          onChange={(day) => {
            if (day === null) return;
            setOpen(false);
            onGo(day.slice(0, 7));
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

const KINDS = [
  { kind: 'planned', label: 'Scheduled', icon: IconCalendarEvent },
  { kind: 'autopay', label: 'Autopay forecast', icon: IconRepeat },
] as const;

/** What people planned and what rules would take, of all that is shown. */
function Totals({
  entries,
  shared,
}: Readonly<{ entries: readonly CalendarEntry[]; shared: string | null }>) {
  const words = useWords();
  return (
    <span className={styles['totals']}>
      {KINDS.map(({ kind, label, icon: Icon }) => {
        const sums = sumsOf(entries.filter((entry) => entry.kind === kind));
        return (
          <span className={styles['total']} key={kind} data-kind={kind}>
            <Icon size={16} stroke={1.75} aria-hidden />
            <b>{label}</b>
            <span className="hr-number">
              {sums.length === 0 ? 'nothing' : figures(sums, shared, words)}
            </span>
          </span>
        );
      })}
    </span>
  );
}

function Loading({ weeks }: Readonly<{ weeks: number }>) {
  return (
    <div role="status" aria-label="The calendar is being read">
      {Array.from({ length: weeks }, (_, week) => (
        <div className={styles['skeletonWeek']} key={`week ${week}`}>
          {SKELETON_WIDTHS.map((width) => (
            <SkeletonBar key={width} width={width} />
          ))}
        </div>
      ))}
    </div>
  );
}

const SKELETON_WIDTHS = [120, 96, 132, 84, 110] as const;
