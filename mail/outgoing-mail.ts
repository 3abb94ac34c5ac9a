/** What every mail must be before it leaves, whoever carries it. */
import { isOneAddress, isOneLine, isSender } from '../domain/mail-address';
import type { OutgoingMail } from '../domain/ports';

/** In plain words why this mail can never be sent; null when nothing is wrong with it. */
export function flawOf(mail: OutgoingMail, sizeLimitBytes: number): string | null {
  if (!isOneAddress(mail.to)) return 'The recipient is not one e-mail address.';
  if (!isSender(mail.from)) return 'The sender is not one e-mail address.';
  if (mail.replyTo !== null && !isOneAddress(mail.replyTo)) {
    return 'The reply address is not one e-mail address.';
  }
  if (mail.subject.trim() === '' || !isOneLine(mail.subject)) {
    return 'The subject is not one line.';
  }
  if (!mail.attachments.every(({ fileName }) => fileName !== '' && isOneLine(fileName))) {
    return 'The name of an attachment is not one line.';
  }
  return sizeOf(mail) > sizeLimitBytes ? 'The mail is larger than the provider takes.' : null;
}

function sizeOf({ html, text, attachments }: OutgoingMail): number {
  return attachments.reduce(
    (sum, { bytes }) => sum + bytes.length,
    Buffer.byteLength(html) + Buffer.byteLength(text),
  );
}
