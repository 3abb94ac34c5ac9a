/**
 * Opens PDFs: how many pages there are, and which files are embedded. In a thread of its own, within
 * limits of size, memory and time, because the bytes come from strangers.
 */
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ok, type Result, refuse } from '../../domain/result';
import { PDF_WORKER_PROGRAM } from './pdf-worker';
import { type FileRefusal, fileRefusal } from './refusal';

export type PdfContent = Readonly<{
  /** At least 1. */
  pages: number;
  /** Embedded files with the names they were given; the names decide nothing. */
  attachments: readonly Readonly<{ name: string; bytes: Uint8Array }>[];
}>;

export type PdfReader = Readonly<{
  /** Opens one PDF. Calls wait for each other. Never throws on any bytes. */
  read(bytes: Uint8Array): Promise<Result<PdfContent, FileRefusal>>;
  /** Ends the thread. A later `read` starts another. */
  close(): Promise<void>;
}>;

export type PdfLimits = Readonly<{
  /** Of the file itself. */
  bytesMax: number;
  /** Of one unpacked stream, in bytes. */
  allocationMax: number;
  /** Of everything unpacked while one file is read, in bytes. */
  allocatedMax: number;
  attachmentsMax: number;
  timeoutMs: number;
}>;

const MEGABYTE = 1024 * 1024;

/**
 * Invoices are far smaller: the samples take 0.2 MB and 50 ms. Scanned appendices of a thousand pages
 * still pass; a stream that unpacks to more than 64 MB is no XML of an invoice.
 */
export const PDF_LIMITS: PdfLimits = {
  bytesMax: 50 * MEGABYTE,
  allocationMax: 64 * MEGABYTE,
  allocatedMax: 384 * MEGABYTE,
  attachmentsMax: 100,
  timeoutMs: 20_000,
};

/** The heap of the thread, without typed arrays. A file of 50 MB of objects still fits. */
const HEAP_MAX_MEGABYTES = 512;

/** How far into a file its signature may stand: readers agree on the first kilobyte. */
const SIGNATURE_WITHIN = 1024;

type Answer =
  | Readonly<{
      kind: 'read';
      pages: number;
      attachments: PdfContent['attachments'];
    }>
  | Readonly<{
      kind: 'failed';
      because: 'encrypted' | 'damaged' | 'demanding';
    }>;

/** Whether the bytes say that they are a PDF. */
export function looksLikePdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, SIGNATURE_WITHIN)).includes('%PDF-');
}

/** Makes a reader with one thread, started at the first file and kept for the next. */
export function createPdfReader(limits: PdfLimits = PDF_LIMITS): PdfReader {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function ask(bytes: Uint8Array): Promise<Answer> {
    worker ??= startWorker(limits);
    const answer = await askWorker(worker, bytes, limits.timeoutMs);
    if (answer !== null) return answer;
    await endWorker();
    return { kind: 'failed', because: 'demanding' };
  }

  async function endWorker(): Promise<void> {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  }

  return {
    async read(bytes) {
      if (bytes.length > limits.bytesMax) return refuse(tooLarge(limits));
      if (!looksLikePdf(bytes)) return refuse(REFUSALS.damaged);
      const answer = last.then(() => ask(bytes));
      last = answer.catch(() => undefined);
      const { kind, ...rest } = await answer;
      if (kind === 'read') return ok(rest as PdfContent);
      return refuse(REFUSALS[(rest as { because: keyof typeof REFUSALS }).because]);
    },
    async close() {
      await last;
      await endWorker();
    },
  };
}

function startWorker(limits: PdfLimits): Worker {
  const worker = new Worker(PDF_WORKER_PROGRAM, {
    eval: true,
    workerData: {
      ...limits,
      libraryUrl: pathToFileURL(require.resolve('pdfjs-dist/legacy/build/pdf.mjs')).href,
    },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MEGABYTES },
    stdout: true,
    stderr: true,
  });
  // A waiting thread keeps no process alive; the timer of a question does.
  worker.unref();
  return worker;
}

/** Null when the thread died or did not answer in time: it must be ended then. */
function askWorker(worker: Worker, bytes: Uint8Array, timeoutMs: number): Promise<Answer | null> {
  return new Promise((resolve) => {
    const finish = (answer: Answer | null) => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
      resolve(answer);
    };
    const onMessage = (answer: Answer) => finish(answer);
    const onEnd = () => finish(null);
    const timer = setTimeout(onEnd, timeoutMs);
    worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
    // Copied: the caller keeps its bytes, exactly as they are.
    worker.postMessage({ bytes: Uint8Array.from(bytes) });
  });
}

const REFUSALS = {
  encrypted: fileRefusal(
    'PDF_ENCRYPTED',
    'The PDF is locked with a password, so it could not be read.',
  ),
  damaged: fileRefusal('PDF_DAMAGED', 'This is not a PDF that can be opened.'),
  demanding: fileRefusal(
    'PDF_TOO_DEMANDING',
    'The PDF unpacks to more than an invoice can hold, so it was not read.',
  ),
} as const;

function tooLarge(limits: PdfLimits): FileRefusal {
  const megabytes = Math.floor(limits.bytesMax / MEGABYTE);
  return fileRefusal('FILE_TOO_LARGE', `The PDF is larger than ${megabytes} MB.`);
}
