/** Entries of a timeline as the page draws them. */
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowDown,
  IconCalendarEvent,
  IconCheck,
  IconFileText,
  IconFlag,
  IconHourglass,
  IconMail,
  IconPlayerPause,
  type TablerIcon,
} from '@tabler/icons-react';
import type { TimelineEntry } from '../../../contracts/timeline';
import type { TimelineItem } from '../../pieces/timeline';
import type { Words } from '../../words/business';
import { type EventWords, eventWords, whoWords } from '../../words/events';
import { InvoiceLink } from '../invoice/invoice-link';
import { PaymentLink } from './payment-link';

const LOOKS: Readonly<
  Record<EventWords['look'], Readonly<{ icon: TablerIcon; tone: TimelineItem['tone'] }>>
> = {
  placed: { icon: IconFlag, tone: 'plain' },
  planned: { icon: IconCalendarEvent, tone: 'plain' },
  lowered: { icon: IconArrowDown, tone: 'plain' },
  back: { icon: IconArrowBackUp, tone: 'plain' },
  sent: { icon: IconHourglass, tone: 'plain' },
  done: { icon: IconCheck, tone: 'done' },
  trouble: { icon: IconAlertTriangle, tone: 'trouble' },
  waits: { icon: IconPlayerPause, tone: 'plain' },
  book: { icon: IconFileText, tone: 'plain' },
  mail: { icon: IconMail, tone: 'done' },
};

/** `about` is what the timeline is of: it is not named in every entry, and what is of it is. */
export function eventItem(
  entry: TimelineEntry,
  words: Words,
  about: 'payment' | 'invoice' | 'client',
): TimelineItem {
  const told = eventWords(entry, words);
  const isOwn = about === 'payment';
  const detail = [whoWords(entry.by), entry.reason].filter((part) => part !== null).join(' · ');
  return {
    key: entry.id,
    ...LOOKS[told.look],
    sentence: (
      <>
        <b>{told.verb}</b>
        {told.rest}
        {!isOwn && entry.payment && (
          <>
            {', '}
            <PaymentLink {...entry.payment} />
          </>
        )}
        {about === 'client' && entry.invoice && (
          <>
            {', '}
            <InvoiceLink id={entry.invoice.id}>{entry.invoice.number}</InvoiceLink>
          </>
        )}
      </>
    ),
    detail,
    time: isOwn ? timeOnDay(entry.at, words) : words.dateAndTime(entry.at),
    at: entry.at,
  };
}

/** Seconds on the business's today, the day before them on any other. */
export function timeOnDay(at: string, words: Words): string {
  const day = words.civilDate(at);
  const time = words.timeWithSeconds(at);
  return day === words.today ? time : `${words.shortDate(day)}, ${time}`;
}
