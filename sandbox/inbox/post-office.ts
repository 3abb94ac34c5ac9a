/**
 * Mails as they were sent, and the rules by which the provider takes them.
 *
 * Invariants: the same key with the same mail gives the same id and one mail; with another mail it
 * is refused; while the first request under a key is still being answered a second is sent away.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Answer } from '../answer';
import type { Clocks } from '../clocks';
import type { Collection, DurableMemory } from '../durable-memory';
import type { Reports } from '../reports';
import type { AttachmentStore } from './attachments';
import { addressIn, MailRequest } from './mail-request';
import { mailReport } from './mail-report';

export type StoredAttachment = Readonly<{
  fileName: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
}>;

/** What becomes of a mail; `complained`: it arrived, and is not wanted. */
type MailState = 'delivered' | 'bounced' | 'complained';

/** By how the address begins, as the provider's own addresses for trying it out. */
const MAGIC: Readonly<Record<string, MailState>> = { bounce: 'bounced', complain: 'complained' };

export type StoredMail = Readonly<{
  id: string;
  receivedAt: string;
  from: string;
  to: readonly string[];
  cc: readonly string[];
  bcc: readonly string[];
  replyTo: readonly string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Readonly<Record<string, string>>;
  idempotencyKey: string | null;
  attachments: readonly StoredAttachment[];
  state: MailState;
}>;

type KnownKey = Readonly<{ digest: string; id: string; at: string }>;

/** The provider's own limits. */
const KEY_LIFETIME_MS = 24 * 60 * 60 * 1000;
const KEY_LENGTH_MAX = 256;
/** Older mails make room: an inbox for looking at needs no more, and memory has an end. */
const MAILS_MAX = 10_000;

type Dependencies = Readonly<{
  memory: DurableMemory;
  clocks: Clocks;
  attachments: AttachmentStore;
  reports: Reports;
}>;

/** An error in the provider's own shape. */
export const mailProblem = (statusCode: number, name: string, message: string): Answer => ({
  status: statusCode,
  body: { statusCode, name, message },
});

export class PostOffice {
  private readonly mails: Collection<StoredMail>;
  private readonly keys: Collection<KnownKey>;

  constructor(private readonly parts: Dependencies) {
    this.mails = parts.memory.collection<StoredMail>('mails');
    this.keys = parts.memory.collection<KnownKey>('mailKeys');
  }

  async accept(body: unknown, idempotencyKey: string | null): Promise<Answer> {
    if (
      idempotencyKey !== null &&
      (idempotencyKey === '' || idempotencyKey.length > KEY_LENGTH_MAX)
    ) {
      return mailProblem(400, 'invalid_idempotency_key', 'The key must be 1 to 256 characters.');
    }
    const parsed = MailRequest.safeParse(body);
    if (!parsed.success) return refusalOf(parsed.error.issues[0]?.path ?? [], parsed.error.message);
    const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const attachments = await this.keepAttachments(parsed.data);
    // From here to the commit nothing waits, so two requests cannot both find the key unknown.
    const known = this.recall(idempotencyKey, digest);
    if (known) return known;
    const mail = this.mailOf(parsed.data, idempotencyKey, attachments);
    const { memory, reports } = this.parts;
    memory.commit(
      this.mails.put(mail.id, mail),
      ...(idempotencyKey === null
        ? []
        : [this.keys.put(idempotencyKey, { digest, id: mail.id, at: mail.receivedAt })]),
      ...this.tooMany(),
      ...reports.changesFor((at) => mailReport(mail, at)),
    );
    reports.wake();
    return { status: 200, body: { id: mail.id } };
  }

  find(id: string): StoredMail | undefined {
    return this.mails.get(id);
  }

  /** Newest first; `to` is any part of a recipient, without case. */
  search(to: string): StoredMail[] {
    const wanted = to.trim().toLowerCase();
    const found = [...this.mails.values()].filter((mail) =>
      [...mail.to, ...mail.cc, ...mail.bcc].some((address) =>
        address.toLowerCase().includes(wanted),
      ),
    );
    return found.reverse();
  }

  readAttachment({ sha256 }: StoredAttachment): Promise<Uint8Array | null> {
    return this.parts.attachments.read(sha256);
  }

  private recall(key: string | null, digest: string): Answer | null {
    const known = key === null ? undefined : this.keys.get(key);
    if (!known || key === null) return null;
    if (this.parts.clocks.wall().getTime() - Date.parse(known.at) >= KEY_LIFETIME_MS) {
      this.parts.memory.commit(this.keys.drop(key));
      return null;
    }
    if (known.digest === digest) return { status: 200, body: { id: known.id } };
    return mailProblem(
      409,
      'invalid_idempotent_request',
      'This idempotency key was used for another mail.',
    );
  }

  private keepAttachments({ attachments = [] }: MailRequest): Promise<StoredAttachment[]> {
    return Promise.all(
      attachments.map(async ({ filename, content, content_type: contentType }) => {
        const bytes = Buffer.from(content, 'base64');
        return {
          fileName: filename,
          contentType: contentType ?? 'application/octet-stream',
          sizeBytes: bytes.length,
          sha256: await this.parts.attachments.keep(bytes),
        };
      }),
    );
  }

  private mailOf(
    request: MailRequest,
    idempotencyKey: string | null,
    attachments: readonly StoredAttachment[],
  ): StoredMail {
    return {
      id: randomUUID(),
      receivedAt: this.parts.clocks.wall().toISOString(),
      from: request.from,
      to: request.to,
      cc: request.cc ?? [],
      bcc: request.bcc ?? [],
      replyTo: request.reply_to ?? [],
      subject: request.subject,
      html: request.html ?? null,
      text: request.text ?? null,
      headers: request.headers ?? {},
      idempotencyKey,
      attachments,
      state: stateOf(request),
    };
  }

  private tooMany() {
    if (this.mails.size < MAILS_MAX) return [];
    const [oldest] = this.mails.values();
    return oldest ? [this.mails.drop(oldest.id)] : [];
  }
}

function stateOf({ to }: MailRequest): MailState {
  const addresses = to.map((text) => addressIn(text)?.toLowerCase() ?? '');
  const magic = Object.entries(MAGIC).find(([beginning]) =>
    addresses.some((address) => address.startsWith(beginning)),
  );
  return magic?.[1] ?? 'delivered';
}

function refusalOf(path: readonly PropertyKey[], detail: string): Answer {
  const field = String(path[0] ?? 'body');
  if (field === 'attachments') return mailProblem(422, 'invalid_attachment', detail);
  if (field === 'from') return mailProblem(422, 'invalid_from_address', `Invalid \`from\` field.`);
  return mailProblem(422, 'validation_error', `Invalid \`${field}\` field.`);
}
