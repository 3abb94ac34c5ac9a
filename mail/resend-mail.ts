/**
 * Mails through Resend. Its client never throws: everything it says is looked at here, and an answer
 * that is neither an id nor a final no is thrown, so that the mail is tried again under its key.
 *
 * In development the same code talks to the inbox of the sandbox.
 */
import { type ErrorResponse, Resend } from 'resend';
import type { MailAnswer, MailTransport, OutgoingMail } from '../domain/ports';
import { flawOf } from './outgoing-mail';

type Options = Readonly<{
  apiKey: string;
  baseUrl: string;
  timeoutMs: number;
}>;

/** It is not known whether the mail was taken, or it was not the mail's fault. Try again later. */
export class MailNotHandedOver extends Error {
  override readonly name = 'MailNotHandedOver';
}

/**
 * The provider takes 40 MB once attachments are encoded, a third more than they are. What is left
 * is for the words and the frame around them.
 */
const SIZE_LIMIT_BYTES = 28 * 1024 * 1024;
const KEY_LENGTH_MAX = 256;

/** Our own settings are wrong, or it asks us to wait: the mail itself may be as good as any. */
const LATER: ReadonlySet<string> = new Set([
  'missing_api_key',
  'restricted_api_key',
  'invalid_api_key',
  'not_found',
  'method_not_allowed',
  'rate_limit_exceeded',
  'daily_quota_exceeded',
  'monthly_quota_exceeded',
  'concurrent_idempotent_requests',
  'application_error',
  'internal_server_error',
]);

export function createResendMail({ apiKey, baseUrl, timeoutMs }: Options): MailTransport {
  // Without its trailing slash: the client glues `/emails` to it.
  const client = new Resend(apiKey, { baseUrl: baseUrl.replace(/\/+$/, '') });
  return {
    sizeLimitBytes: SIZE_LIMIT_BYTES,

    async send(mail: OutgoingMail, idempotencyKey: string): Promise<MailAnswer> {
      if (idempotencyKey === '' || idempotencyKey.length > KEY_LENGTH_MAX) {
        throw new RangeError(`a key has 1 to ${KEY_LENGTH_MAX} characters`);
      }
      const flaw = flawOf(mail, SIZE_LIMIT_BYTES);
      if (flaw !== null) return { kind: 'rejected', reason: flaw };

      const { data, error } = await client.emails.send(payloadOf(mail), {
        idempotencyKey,
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (error) return rejectionOf(error);
      if (typeof data?.id === 'string' && data.id !== '')
        return { kind: 'sent', providerId: data.id };
      throw new MailNotHandedOver('the provider answered neither an id nor an error');
    },
  };
}

function payloadOf(mail: OutgoingMail) {
  return {
    from: mail.from,
    to: [mail.to],
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    ...(mail.attachments.length === 0
      ? {}
      : {
          attachments: mail.attachments.map(({ fileName, contentType, bytes }) => ({
            filename: fileName,
            contentType,
            content: Buffer.from(bytes),
          })),
        }),
  };
}

/** The client passes on whatever JSON came: no field of it is certain. */
function rejectionOf(error: ErrorResponse): MailAnswer {
  const status: unknown = error.statusCode;
  const name = String(error.name);
  const isFinal =
    typeof status === 'number' &&
    status >= 400 &&
    status < 500 &&
    status !== 429 &&
    !LATER.has(name);
  if (isFinal) return { kind: 'rejected', reason: `${name}: ${error.message}` };
  throw new MailNotHandedOver(`the provider did not take the mail: ${String(status)} ${name}`);
}
