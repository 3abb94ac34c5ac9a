import { IconClock, IconMail, IconMailX } from '@tabler/icons-react';
import { useState } from 'react';
import type { PaymentDetails, PaymentMessage } from '../../../contracts/payment-details';
import { Timeline, type TimelineItem } from '../../pieces/timeline';
import { useWords, type Words } from '../../words/business';
import { messageName } from '../../words/messages';
import { eventItem, timeOnDay } from './event-items';
import styles from './payment.module.css';
import { SentDialog } from './sent-dialog';

/** Everything that happened to a payment and to its mails, newest first; what is to come on top. */
export function PaymentTimeline({ payment }: Readonly<{ payment: PaymentDetails }>) {
  const words = useWords();
  const [viewed, setViewed] = useState<string | null>(null);
  const happened = [
    ...payment.timeline.map((entry) => eventItem(entry, words, 'payment')),
    ...payment.messages.map((message) => messageItem(message, words, setViewed)),
  ].toSorted((a, b) => (b.at ?? '').localeCompare(a.at ?? ''));
  return (
    <section>
      <div className={styles['head']}>
        <h2 className="hr-section">Timeline</h2>
        <span className={styles['headNote']}>{words.zoneName} time</span>
      </div>
      <div className={styles['timeline']}>
        <Timeline label="Timeline" items={[...aheadOf(payment, words), ...happened]} />
      </div>
      {viewed !== null && (
        <SentDialog paymentId={payment.id} messageId={viewed} onClose={() => setViewed(null)} />
      )}
    </section>
  );
}

function aheadOf(payment: PaymentDetails, words: Words): readonly TimelineItem[] {
  const { state, timing, finalAt, caused } = payment;
  const isHeld = caused.some((each) => each.state === 'held');
  const final: TimelineItem[] =
    finalAt === null || !isHeld
      ? []
      : [
          {
            key: 'final',
            tone: 'ahead',
            sentence: `Final, expected ${words.dateWithWeekday(words.civilDate(finalAt))}`,
            detail: 'Then what it holds on planned payments is applied for good',
          },
        ];
  const settles: TimelineItem[] =
    state === 'pending' ? [{ key: 'settles', tone: 'ahead', sentence: 'Settles' }] : [];
  const runs: TimelineItem[] =
    state === 'scheduled' && timing !== null
      ? [
          {
            key: 'runs',
            tone: 'ahead',
            sentence: `Runs ${words.dateWithWeekday(timing.runOn)}, ${timing.runTime}`,
            detail: 'Its amounts are looked at once more before it is charged',
          },
        ]
      : [];
  return [...final, ...settles, ...runs];
}

const MESSAGE_WORDS = {
  waiting: { verb: 'waits', icon: IconClock, tone: 'plain' },
  sent: { verb: 'sent', icon: IconMail, tone: 'done' },
  failed: { verb: 'could not be delivered', icon: IconMailX, tone: 'trouble' },
  dropped: { verb: 'was not sent', icon: IconMailX, tone: 'plain' },
} as const;

function messageItem(
  message: PaymentMessage,
  words: Words,
  onView: (id: string) => void,
): TimelineItem {
  const { id, kind, name, address, status, writtenAt, sentAt, deliveredAt, nextTryAt, error } =
    message;
  const { verb, icon, tone } = MESSAGE_WORDS[status];
  const at = sentAt ?? writtenAt;
  const facts = [
    name === null ? null : address,
    deliveredAt === null ? null : `Delivered ${words.time(deliveredAt)}`,
    // The sentence of somebody's mail server, among others here.
    error === null ? null : error.replace(/\.$/, ''),
    nextTryAt === null ? null : `Next try ${words.time(nextTryAt)}`,
  ].filter((part) => part !== null);
  return {
    key: id,
    tone,
    icon,
    sentence: (
      <>
        {messageName(kind)} <b>{verb}</b>, to {name ?? address}
      </>
    ),
    detail: (
      <>
        {facts.map((fact) => `${fact} · `)}
        <button
          className={styles['view']}
          type="button"
          aria-label={`View ${messageName(kind).toLowerCase()} to ${name ?? address} as sent`}
          onClick={() => onView(id)}
        >
          View as sent
        </button>
      </>
    ),
    time: timeOnDay(at, words),
    at,
  };
}
