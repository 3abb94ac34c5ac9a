/** What Resend reports of mails by itself, verified before a byte of it is believed. */
import { Resend } from 'resend';
import { z } from 'zod';
import type { MailReport, MailReports } from '../domain/ports';

type Options = Readonly<{ apiKey: string; webhookSecret: string }>;

/** A report is about 1 kB. Larger is not one of its reports. */
const BODY_BYTES_MAX = 256 * 1024;
/** Shown to staff beside the address. */
const REASON_LENGTH_MAX = 300;

const about = { created_at: z.iso.datetime({ offset: true }) };
const mail = { email_id: z.string().min(1) };

/** Of each kind only what is read. */
const Report = z.discriminatedUnion('type', [
  z.object({ type: z.literal('email.delivered'), ...about, data: z.object(mail) }),
  z.object({
    type: z.literal('email.bounced'),
    ...about,
    data: z.object({ ...mail, bounce: z.object({ type: z.string(), message: z.string() }) }),
  }),
  z.object({
    type: z.literal('email.suppressed'),
    ...about,
    data: z.object({ ...mail, suppressed: z.object({ message: z.string() }) }),
  }),
  z.object({
    type: z.literal('email.failed'),
    ...about,
    data: z.object({ ...mail, failed: z.object({ reason: z.string() }) }),
  }),
  z.object({ type: z.literal('email.complained'), ...about, data: z.object(mail) }),
]);
type Report = z.output<typeof Report>;

export function createResendReports({ apiKey, webhookSecret }: Options): MailReports {
  const { webhooks } = new Resend(apiKey);
  return {
    read(headers, rawBody) {
      if (rawBody.length > BODY_BYTES_MAX) return null;
      const signed = {
        id: headers['svix-id'] ?? '',
        timestamp: headers['svix-timestamp'] ?? '',
        signature: headers['svix-signature'] ?? '',
      };
      let payload: unknown;
      try {
        payload = webhooks.verify({
          payload: Buffer.from(rawBody).toString('utf8'),
          headers: signed,
          webhookSecret,
        });
      } catch {
        // It says why, but a stranger needs no hint.
        return null;
      }
      const report = Report.safeParse(payload);
      return report.success ? reportOf(report.data) : 'other';
    },
  };
}

function reportOf(report: Report): MailReport {
  return {
    providerId: report.data.email_id,
    at: new Date(report.created_at).toISOString(),
    outcome: outcomeOf(report),
  };
}

function outcomeOf(report: Report): MailReport['outcome'] {
  switch (report.type) {
    case 'email.delivered':
      return { kind: 'delivered' };
    case 'email.bounced': {
      // A full mailbox is empty again some day; of what is undetermined nobody knows.
      const { type, message } = report.data.bounce;
      const isAddressDead = type.toLowerCase() === 'permanent';
      return { kind: 'notDelivered', reason: inOneLine(message), isAddressDead };
    }
    case 'email.suppressed':
      return {
        kind: 'notDelivered',
        reason: inOneLine(report.data.suppressed.message),
        isAddressDead: true,
      };
    case 'email.failed':
      return {
        kind: 'notDelivered',
        reason: `The mail service gave up: ${inOneLine(report.data.failed.reason)}`,
        isAddressDead: false,
      };
    case 'email.complained':
      return { kind: 'unwanted', reason: 'The recipient reported our mail as unwanted.' };
  }
}

/** Words of a stranger's mail server. */
function inOneLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line === '' ? 'The mail came back.' : line.slice(0, REASON_LENGTH_MAX);
}
