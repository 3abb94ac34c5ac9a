/** What every mail must be before it leaves, whoever carries it. */
import type { OutgoingMail } from '../domain/ports';

/** One address and nothing else: a comma or a line break would make it two recipients. */
const ONE_ADDRESS = /^[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+\.[^\s<>@,;:"()[\]\\.]+$/;
/** RFC 5321: the longest path, less its angle brackets. */
const ADDRESS_LENGTH_MAX = 254;
const SENDER = /^(?:[^<>]*<([^<>]+)>|([^<>]+))$/;
const ONE_LINE = /^\P{Cc}*$/u;

/** In plain words why this mail can never be sent; null when nothing is wrong with it. */
export function flawOf(mail: OutgoingMail, sizeLimitBytes: number): string | null {
  if (!isOneAddress(mail.to)) return 'The recipient is not one e-mail address.';
  if (!isSender(mail.from)) return 'The sender is not one e-mail address.';
  if (mail.replyTo !== null && !isOneAddress(mail.replyTo)) {
    return 'The reply address is not one e-mail address.';
  }
  if (mail.subject.trim() === '' || !ONE_LINE.test(mail.subject)) {
    return 'The subject is not one line.';
  }
  if (!mail.attachments.every(({ fileName }) => fileName !== '' && ONE_LINE.test(fileName))) {
    return 'The name of an attachment is not one line.';
  }
  return sizeOf(mail) > sizeLimitBytes ? 'The mail is larger than the provider takes.' : null;
}

export function isOneAddress(text: string): boolean {
  return text.length <= ADDRESS_LENGTH_MAX && ONE_ADDRESS.test(text);
}

function isSender(text: string): boolean {
  const [, named, bare] = ONE_LINE.test(text) ? (SENDER.exec(text) ?? []) : [];
  return isOneAddress((named ?? bare ?? '').trim());
}

function sizeOf({ html, text, attachments }: OutgoingMail): number {
  return attachments.reduce(
    (sum, { bytes }) => sum + bytes.length,
    Buffer.byteLength(html) + Buffer.byteLength(text),
  );
}
