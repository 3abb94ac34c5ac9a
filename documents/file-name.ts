/**
 * File names of ours for invoices. A number comes from outside and may hold anything; the name goes
 * into headers, mails and people's disks.
 *
 * Invariant: letters A to Z, digits, `.`, `_` and `-` only, never starting with a dot or dash, one
 * `.pdf` at the end, at most 84 characters, and no name that a system reserves for a device.
 */
const STEM_MAX = 80;

const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** `INV-7.pdf` for `INV-7`, `9314110911-00-M-00-N.pdf` for `9314110911/00/M/00/N`. */
export function documentFileName(invoiceNumber: string): string {
  return `${stemOf(invoiceNumber)}.pdf`;
}

/** One name per number, in order. Numbers that would share a name get `-2`, `-3` and so on. */
export function documentFileNames(invoiceNumbers: readonly string[]): string[] {
  const taken = new Set<string>();
  return invoiceNumbers.map((invoiceNumber) => {
    const stem = stemOf(invoiceNumber);
    let name = `${stem}.pdf`;
    for (let copy = 2; taken.has(name.toLowerCase()); copy += 1) {
      const suffix = `-${copy}`;
      name = `${stem.slice(0, STEM_MAX - suffix.length)}${suffix}.pdf`;
    }
    taken.add(name.toLowerCase());
    return name;
  });
}

function stemOf(invoiceNumber: string): string {
  const plain = invoiceNumber
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/\.pdf$/i, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .slice(0, STEM_MAX)
    .replace(/^[._-]+|[._-]+$/g, '');
  // A reserved name stays reserved with an ending: `CON.1` is the device as well.
  const isReserved = RESERVED.test(plain.split('.', 1)[0] ?? '');
  return plain === '' || isReserved ? `invoice-${plain}`.replace(/-$/, '') : plain;
}
