/**
 * Whether bytes are a PDF that a person can open: the condition under which a document is kept.
 * An accounting system's error page looks like a success, and a broken download like a document.
 *
 * Invariant: no bytes make it throw, take longer than its limit, or take the process with them.
 */
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PDF_THREAD_PROGRAM } from './pdf-thread';

export type PdfChecked =
  | Readonly<{ ok: true; pages: number }>
  /** `reason` is a plain sentence for staff. */
  | Readonly<{ ok: false; reason: string }>;

export type PdfLimits = Readonly<{
  /** Of the file. */
  bytesMax: number;
  /** Of all that its streams unpack to while its pages are found, in bytes. */
  unpackedMax: number;
  timeoutMs: number;
}>;

const MEGABYTE = 1024 * 1024;

/** An invoice takes 0.2 MB and a fraction of a second; scanned appendices of 1,000 pages still pass. */
export const PDF_LIMITS: PdfLimits = {
  bytesMax: 50 * MEGABYTE,
  unpackedMax: 512 * MEGABYTE,
  timeoutMs: 20_000,
};

/** The thread's own heap, without buffers: a file of 50 MB of small objects fits. */
const HEAP_MAX_MEGABYTES = 512;

/** How far from the beginning its signature, and from the end its end mark may stand. */
const MARKS_WITHIN = 1024;

type Answer =
  | Readonly<{ pages: number }>
  | Readonly<{ because: 'encrypted' | 'damaged' | 'demanding' | 'slow' }>;

/** Checks that `bytes` are a PDF with at least one page. Never throws for what the bytes hold. */
export async function checkPdf(
  bytes: Uint8Array,
  limits: PdfLimits = PDF_LIMITS,
): Promise<PdfChecked> {
  const reason = reasonAgainst(bytes, limits);
  if (reason !== null) return { ok: false, reason };
  const answer = await countPages(bytes, limits);
  if ('because' in answer) return { ok: false, reason: REASONS[answer.because] };
  if (answer.pages < 1) return { ok: false, reason: 'The PDF has no page.' };
  return { ok: true, pages: answer.pages };
}

const REASONS = {
  encrypted: 'The PDF is locked with a password.',
  damaged: 'The file is damaged: it cannot be opened as a PDF.',
  demanding: 'The PDF unpacks to more than an invoice can hold.',
  slow: 'The PDF could not be read in time.',
} as const;

/** What is wrong at first sight, without opening it. */
function reasonAgainst(bytes: Uint8Array, { bytesMax }: PdfLimits): string | null {
  if (bytes.length === 0) return 'The file is empty.';
  if (bytes.length > bytesMax) {
    return `The file is larger than ${Math.floor(bytesMax / MEGABYTE)} MB.`;
  }
  const start = Buffer.from(bytes.subarray(0, MARKS_WITHIN)).toString('latin1');
  if (!start.includes('%PDF-')) {
    return /^[^\w<]*<(?:!doctype html|html|head|body)\b/i.test(start)
      ? 'The file is a web page, not a PDF.'
      : 'The file is not a PDF.';
  }
  return hasEnd(bytes) ? null : 'The file is cut off: its end is missing.';
}

/** A download that broke off can often be opened, with pages that are not those of the invoice. */
function hasEnd(bytes: Uint8Array): boolean {
  let end = bytes.length;
  // Some systems fill the last block with zeros or line breaks.
  while (end > 0 && (bytes[end - 1] ?? 0) <= SPACE) end -= 1;
  const tail = bytes.subarray(Math.max(0, end - MARKS_WITHIN), end);
  return Buffer.from(tail).includes('%%EOF');
}

const SPACE = 0x20;

function countPages(bytes: Uint8Array, limits: PdfLimits): Promise<Answer> {
  const thread = new Worker(PDF_THREAD_PROGRAM, {
    eval: true,
    // Cloned on the way: the caller keeps its bytes exactly as they are.
    workerData: {
      bytes: Uint8Array.from(bytes),
      libraryUrl: pathToFileURL(require.resolve('pdfjs-dist/legacy/build/pdf.mjs')).href,
      unpackedMax: limits.unpackedMax,
    },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MEGABYTES },
    stdout: true,
    stderr: true,
  });
  return new Promise((resolve) => {
    let isAnswered = false;
    const finish = (answer: Answer) => {
      // Ending the thread makes it say that it ended: only the first answer counts.
      if (isAnswered) return;
      isAnswered = true;
      clearTimeout(timer);
      void thread.terminate().finally(() => resolve(answer));
    };
    const timer = setTimeout(() => finish({ because: 'slow' }), limits.timeoutMs);
    thread.on('message', finish);
    // The heap limit ends the thread by an error; an exit without an answer is no better.
    thread.on('error', () => finish({ because: 'demanding' }));
    thread.on('exit', () => finish({ because: 'damaged' }));
  });
}
