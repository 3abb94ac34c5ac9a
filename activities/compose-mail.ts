import { renderEmail } from '../emails/render';
import type { MessageFacts } from '../domain/message-facts';
import { wordsFor } from './message-words';

/** A message as the database keeps it, before and after it was put into words. */
export type MessageToSend = Readonly<{
  id: string;
  /** Ours, the same for every try: `<payment id>:message:<message id>`. */
  key: string;
  /** One address. */
  to: string;
  from: string;
  replyTo: string | null;
  facts: MessageFacts;
  /** Kept PDFs of the invoices it speaks of. */
  documents: readonly Readonly<{ id: string; fileName: string; sizeBytes: number }>[];
  /** UTC instant of the first try; null when there was none. */
  firstTriedAt: string | null;
  /** What the first try was made of; null before it. */
  rendered: RenderedMessage | null;
}>;

/** A mail in finished words, as it is kept and shown. */
export type RenderedMessage = Readonly<{
  from: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  documentIds: readonly string[];
}>;

/** Base64 and the words around the files: a file takes this much more room in a mail. */
const ENCODED_SIZE = 1.4;

/**
 * Puts a message into words. Files that would take the mail over the provider's limit stay away,
 * all of them, and the mail says so: half of the invoices would be read as all of them.
 */
export async function composeMail(
  message: MessageToSend,
  sizeLimitBytes: number,
): Promise<RenderedMessage> {
  const bytes = message.documents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const areAttached = bytes > 0 && bytes * ENCODED_SIZE <= sizeLimitBytes;
  const files = message.documents.map(({ fileName }) => fileName);
  const { kind, props } = wordsFor(message.facts, { files, areAttached });
  const { subject, html, text } = await renderEmail(kind, props);
  return {
    from: message.from,
    replyTo: message.replyTo,
    subject,
    html,
    text,
    documentIds: areAttached ? message.documents.map(({ id }) => id) : [],
  };
}
