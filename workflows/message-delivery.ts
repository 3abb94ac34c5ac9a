import { proxyActivities } from '@temporalio/workflow';
import type { MessageActivities } from '../activities/message-activities';
import { DOCUMENTS_QUEUE, type MessageDeliveryInput } from './messages';

const { sendMessage } = proxyActivities<MessageActivities>({
  taskQueue: DOCUMENTS_QUEUE,
  startToCloseTimeout: '60 seconds',
  // A worker that died, or never received what it was handed, is noticed by its silence.
  heartbeatTimeout: '15 seconds',
  // As long as the provider remembers our key; afterwards a repeat could send twice.
  scheduleToCloseTimeout: '24 hours',
  retry: { initialInterval: '2 seconds', maximumInterval: '10 minutes' },
  summary: 'Send one mail',
});

/** Delivers a message that belongs to no payment. The message row is its outbox. */
export async function messageDelivery({ messageId }: MessageDeliveryInput): Promise<void> {
  await sendMessage({ messageId });
}
