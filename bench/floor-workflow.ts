/** What Temporal alone costs: a payment's number of activities, and nothing in them. */
import {
  proxyActivities,
  proxyLocalActivities,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { PAYMENT_STATE } from '../workflows/messages';

type Floor = Readonly<{ nothing(): Promise<null> }>;

const local = proxyLocalActivities<Floor>({ startToCloseTimeout: '10 seconds' });
const regular = ['floor-gateway', 'floor-documents'].map((taskQueue) =>
  proxyActivities<Floor>({ taskQueue, startToCloseTimeout: '90 seconds' }),
);

/** With `isShown` it tells operators once how it ended, as a payment does after its charge. */
export async function floor(locals: number, regulars: number, isShown: boolean): Promise<void> {
  for (let index = 0; index < locals; index += 1) await local.nothing();
  for (let index = 0; index < regulars; index += 1) {
    await regular[index % regular.length]?.nothing();
    if (isShown && index === 0) upsertSearchAttributes([{ key: PAYMENT_STATE, value: 'settled' }]);
  }
}
