/** From events as they are stored to what a page must read again. */
import type { LiveEvent, LiveTopic } from '../../contracts/events';

/** The part of a stored event that says what it is about. */
export type ChangedEvent = Readonly<{
  kind: string;
  organizationId: string | null;
  paymentId: string | null;
  invoiceId: string | null;
  subject: string | null;
}>;

const SUBJECT_TOPICS: Readonly<Record<string, LiveTopic>> = {
  task: 'task',
  method: 'method',
  'autopay-rule': 'autopayRule',
  approval: 'approval',
  contact: 'contact',
  profile: 'contact',
  import: 'import',
  // Which of their lines went out is read with the payments.
  entryExport: 'payment',
  settings: 'settings',
  business: 'settings',
  clock: 'clock',
};

/** Each thing once, in the order of its first event. */
export function changesOf(events: readonly ChangedEvent[]): LiveEvent {
  const changes = new Map<string, LiveEvent['changes'][number]>();
  const add = (topic: LiveTopic, id: string | null) => {
    changes.set(`${topic}:${id}`, { topic, id });
  };
  for (const event of events) {
    if (event.paymentId !== null) add('payment', event.paymentId);
    if (event.invoiceId !== null) add('invoice', event.invoiceId);
    if (event.organizationId !== null) add('organization', event.organizationId);
    addSubject(event.subject, add);
    if (event.kind.startsWith('clock.')) add('clock', null);
    if (event.kind.startsWith('settings.')) add('settings', null);
  }
  return { changes: [...changes.values()] };
}

function addSubject(
  subject: string | null,
  add: (topic: LiveTopic, id: string | null) => void,
): void {
  const [name = '', id = null] = subject?.split(':') ?? [];
  const topic = SUBJECT_TOPICS[name];
  if (topic !== undefined) add(topic, id);
}
