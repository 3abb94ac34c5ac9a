/**
 * What the provider reports of a mail after it took it, and how that is signed: HMAC-SHA256 over id, seconds
 * and body with full stops between them, by the key after `whsec_`.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Report } from '../reports';
import type { StoredMail } from './post-office';

/** After what became of it; a mail that is reported as unwanted had arrived. */
export function mailReport(
  { id: emailId, state, receivedAt, from, to, subject }: StoredMail,
  at: Date,
): Pick<Report, 'id' | 'body'> {
  const data = { email_id: emailId, created_at: receivedAt, from, to, subject };
  const body = JSON.stringify({
    type: `email.${state}`,
    created_at: at.toISOString(),
    data: state === 'bounced' ? { ...data, bounce: NO_SUCH_MAILBOX } : data,
  });
  return { id: `msg_${randomBytes(18).toString('base64url')}`, body };
}

const NO_SUCH_MAILBOX = {
  type: 'Permanent',
  subType: 'General',
  message: "The recipient's mail server knows no such mailbox.",
} as const;

export function mailReportSignature(secret: string) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return ({ id, body }: Pick<Report, 'id' | 'body'>, at: Date) => {
    const seconds = String(Math.floor(at.getTime() / 1000));
    const digest = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
    return { 'svix-id': id, 'svix-timestamp': seconds, 'svix-signature': `v1,${digest}` };
  };
}
