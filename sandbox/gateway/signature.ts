/** How a report is signed: HMAC-SHA256 over the seconds, a full stop and the bytes of the body. */
import { createHmac } from 'node:crypto';

export const SIGNATURE_HEADER = 'sandbox-signature';

export function signature(secret: string, at: Date, rawBody: string): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${rawBody}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
