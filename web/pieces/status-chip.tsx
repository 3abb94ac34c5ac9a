import { Tooltip } from '@mantine/core';
import {
  IconAlarm,
  IconAlertTriangle,
  IconCalendarEvent,
  IconCheck,
  IconHourglass,
  IconPlayerPause,
  IconPlus,
  IconRepeat,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './status-chip.module.css';

type Tone = 'neutral' | 'accent' | 'warn' | 'bad';

const LOOKS = {
  pastDue: { tone: 'bad', icon: IconAlarm },
  pending: { tone: 'neutral', icon: IconHourglass },
  scheduled: { tone: 'accent', icon: IconCalendarEvent },
  autopay: { tone: 'neutral', icon: IconRepeat },
  hold: { tone: 'warn', icon: IconPlayerPause },
  waits: { tone: 'warn', icon: null },
  done: { tone: 'accent', icon: IconCheck },
  new: { tone: 'accent', icon: IconPlus },
  declined: { tone: 'bad', icon: IconX },
  conflict: { tone: 'bad', icon: IconAlertTriangle },
  plain: { tone: 'neutral', icon: null },
} as const satisfies Record<string, { tone: Tone; icon: TablerIcon | null }>;

export type ChipKind = keyof typeof LOOKS;

/** In this order chips stand in a row; the rest after them. */
const ORDER: readonly ChipKind[] = ['pastDue', 'hold', 'waits', 'pending', 'scheduled', 'autopay'];

type StatusChipProps = Readonly<{
  kind: ChipKind;
  children: ReactNode;
  /** `compact` 20 px, else 22. */
  size?: 'usual' | 'compact';
  /** More about it, told on focus and under the pointer. */
  detail?: string;
}>;

/** A state in a few words. The words say it all: icon and colour only repeat them. */
export function StatusChip({ kind, children, size = 'usual', detail }: StatusChipProps) {
  const { tone, icon: Icon } = LOOKS[kind];
  const chip = (
    <span
      className={styles['chip']}
      data-tone={tone}
      data-size={size}
      {...(detail !== undefined && { tabIndex: 0 })}
    >
      {Icon && <Icon size={14} stroke={1.9} aria-hidden />}
      <span className={styles['words']}>{children}</span>
    </span>
  );
  return detail === undefined ? chip : <Tooltip label={detail}>{chip}</Tooltip>;
}

export type Chip = Readonly<{ key: string; kind: ChipKind; words: string; detail?: string }>;

type StatusChipsProps = Readonly<{
  chips: readonly Chip[];
  /**
   * How many are written out; the others become "+n", whose detail names them. Autopay is always written
   * out: it takes the last place rather than none.
   */
  shown?: number;
  size?: 'usual' | 'compact';
}>;

/** The chips of a row in their order, two at most and "+n" for the rest. */
export function StatusChips({ chips, shown = 2, size = 'usual' }: StatusChipsProps) {
  const ordered = chips.toSorted((a, b) => rank(a) - rank(b));
  const first = ordered.slice(0, shown);
  const autopay = ordered.find(({ kind }) => kind === 'autopay');
  const written =
    autopay === undefined || first.includes(autopay) ? first : [...first.slice(0, -1), autopay];
  const rest = ordered.filter((chip) => !written.includes(chip));
  if (ordered.length === 0) return null;
  return (
    <span className={styles['group']}>
      {written.map(({ key, kind, words, detail }) => (
        <StatusChip key={key} kind={kind} size={size} {...(detail !== undefined && { detail })}>
          {words}
        </StatusChip>
      ))}
      {rest.length > 0 && (
        <StatusChip kind="plain" size={size} detail={rest.map(({ words }) => words).join(', ')}>
          +{rest.length}
        </StatusChip>
      )}
    </span>
  );
}

const rank = ({ kind }: Chip) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
