const NAMES: Readonly<Record<string, string>> = {
  receipt: 'Receipt',
  declined: 'Mail about the decline',
  returned: 'Mail about the return',
  scheduled: 'Mail about the schedule',
};

/** A mail by its kind: `Receipt`. A kind that is new here is a mail all the same. */
export function messageName(kind: string): string {
  return NAMES[kind] ?? 'Mail';
}
