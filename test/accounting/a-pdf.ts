/**
 * Small PDFs, written by hand: what the readers have to cope with cannot be had from real programs.
 */
import { deflateSync } from 'node:zlib';

export type Attachment = Readonly<{ name: string; bytes: Uint8Array; compressed?: Uint8Array }>;

type Given = Readonly<{
  attachments?: readonly Attachment[];
  pages?: number;
  /** Put into the trailer, such as `/Encrypt …`. */
  trailer?: string;
}>;

/** A PDF with pages and embedded files, and a proper cross-reference table. */
export function aPdf({ attachments = [], pages = 1, trailer = '' }: Given = {}): Uint8Array {
  const objects: Buffer[] = [];
  const add = (body: string | Buffer): number => objects.push(Buffer.from(body));
  add('<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>');
  const firstPage = 4;
  const kids = Array.from({ length: pages }, (_, index) => `${firstPage + index} 0 R`).join(' ');
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`);
  const firstFile = firstPage + pages;
  const names = attachments.map((_, index) => `(${index}) ${firstFile + index * 2} 0 R`).join(' ');
  add(`<< /Names [${names}] >>`);
  for (let page = 0; page < pages; page += 1) {
    add('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>');
  }
  attachments.forEach(({ name, bytes, compressed }, index) => {
    add(
      `<< /Type /Filespec /F (${name}) /UF (${name}) /EF << /F ${firstFile + index * 2 + 1} 0 R >> >>`,
    );
    const data = compressed ?? deflateSync(bytes);
    const head = `<< /Type /EmbeddedFile /Filter /FlateDecode /Length ${data.length} >>\nstream\n`;
    add(Buffer.concat([Buffer.from(head), data, Buffer.from('\nendstream')]));
  });
  return assemble(objects, trailer);
}

function assemble(objects: readonly Buffer[], trailer: string): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  const push = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  objects.forEach((body, index) => {
    offsets.push(length);
    push(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]));
  });
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Uint8Array.from(Buffer.concat(parts));
}
