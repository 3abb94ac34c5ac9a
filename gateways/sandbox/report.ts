/** Verifying what the sandbox reports by itself, before a byte of it is believed. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { GatewayReport } from '../../domain/ports';
import { fieldsOf, textOf, Unreadable } from './json';
import { outcomeOf } from './outcome';

const SIGNATURE_HEADER = 'sandbox-signature';
/** A signature older (or newer) than this is a recording: as long as our clocks may differ, no more. */
const TOLERANCE_SECONDS = 300;
/** A report is about 600 bytes. Larger is not one of its reports. */
const BODY_BYTES_MAX = 64 * 1024;

type Expectation = Readonly<{ secret: string; account: string; now: Date }>;

/** Null when the signature does not hold, is stale, or the report is none about our account. */
export function verifiedReport(
  { secret, account, now }: Expectation,
  headers: Readonly<Record<string, string | undefined>>,
  rawBody: Uint8Array,
): GatewayReport | null {
  if (rawBody.length > BODY_BYTES_MAX) return null;
  if (!isSigned(headers[SIGNATURE_HEADER] ?? '', rawBody, secret, now)) return null;
  try {
    const report = fieldsOf(JSON.parse(Buffer.from(rawBody).toString('utf8')), 'the report');
    // Another merchant of the same gateway could sign as well: its charges are not ours.
    if (textOf(report, 'account') !== account) return null;
    if (!textOf(report, 'type').startsWith('charge.')) return null;
    const charge = fieldsOf(report['charge'], 'charge');
    return {
      eventId: textOf(report, 'id'),
      chargeKey: textOf(charge, 'reference'),
      outcome: outcomeOf(charge),
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Unreadable) return null;
    throw error;
  }
}

function isSigned(header: string, rawBody: Uint8Array, secret: string, now: Date): boolean {
  const [, seconds, digest] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (seconds === undefined || digest === undefined) return false;
  const ageSeconds = Math.abs(now.getTime() / 1000 - Number(seconds));
  if (ageSeconds > TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', secret).update(`${seconds}.`).update(rawBody).digest();
  return timingSafeEqual(expected, Buffer.from(digest, 'hex'));
}
