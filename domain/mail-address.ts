/** What counts as one e-mail address: checked where a process starts, and on every mail that leaves. */

/** One address and nothing else: a comma or a line break would make it two recipients. */
const ONE_ADDRESS = /^[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+\.[^\s<>@,;:"()[\]\\.]+$/;
/** RFC 5321: the longest path, less its angle brackets. */
const ADDRESS_LENGTH_MAX = 254;
const SENDER = /^(?:[^<>]*<([^<>]+)>|([^<>]+))$/;
const ONE_LINE = /^\P{Cc}*$/u;

export function isOneAddress(text: string): boolean {
  return text.length <= ADDRESS_LENGTH_MAX && ONE_ADDRESS.test(text);
}

/** `Name <address>` or a bare address, in one line. */
export function isSender(text: string): boolean {
  const [, named, bare] = isOneLine(text) ? (SENDER.exec(text.trim()) ?? []) : [];
  return isOneAddress((named ?? bare ?? '').trim());
}

/** Without a control character, which would begin another header. */
export function isOneLine(text: string): boolean {
  return ONE_LINE.test(text);
}
