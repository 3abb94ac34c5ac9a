/** What runs rules of autopay, as the API has it. */
import type { Pool } from 'pg';
import type { AutopayRunStore } from '../../../api/stores/autopay-runs';
import { createWatching } from './watching';

export function createAutopayRunStore({ pool }: Readonly<{ pool: Pool }>): AutopayRunStore {
  const { readStart } = createWatching({ pool });
  return { readStart };
}
