/**
 * The program of the thread that opens PDFs, as text: it runs without a file of its own, so that it
 * works the same from source, under tests and from a bundle.
 *
 * A PDF of a stranger may unpack to gigabytes or keep a parser busy for ever. A thread can be ended
 * from outside. Its heap has a limit, but typed arrays live outside the heap, so every allocation of
 * one is counted here before the PDF library is loaded: past the limit it throws, and the file is
 * refused.
 *
 * `workerData` is `{libraryUrl, allocationMax, allocatedMax, attachmentsMax}`; it is asked with
 * `{bytes}` and answers `{kind: 'read', pages, attachments}` or `{kind: 'failed', because}`.
 */
export const PDF_WORKER_PROGRAM = `'use strict';
const { parentPort, workerData } = require('node:worker_threads');

const { libraryUrl, allocationMax, allocatedMax, attachmentsMax } = workerData;
let allocated = 0;
let wentOver = false;
const count = (size) => {
  // Small ones are countless and harmless: the heap limit ends a flood of them.
  if (size < 65536) return;
  allocated += size;
  if (size <= allocationMax && allocated <= allocatedMax) return;
  wentOver = true;
  throw new RangeError('the file unpacks to more than an invoice can hold');
};
for (const name of ['Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int32Array', 'Float32Array']) {
  globalThis[name] = new Proxy(globalThis[name], {
    construct(target, parameters, newTarget) {
      const [size] = parameters;
      if (typeof size === 'number') count(size * target.BYTES_PER_ELEMENT);
      return Reflect.construct(target, parameters, newTarget);
    },
  });
}

async function read(bytes) {
  const library = await import(libraryUrl);
  const task = library.getDocument({
    data: bytes,
    verbosity: 0,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    stopAtErrors: false,
  });
  // A password question would wait for ever.
  task.onPassword = () => { throw new library.PasswordException('', 1); };
  try {
    const file = await task.promise;
    await file.getPage(1);
    const found = Object.values((await file.getAttachments()) ?? {});
    if (found.length > attachmentsMax) return { kind: 'failed', because: 'demanding' };
    const attachments = found
      .filter(({ content }) => content instanceof Uint8Array)
      .map(({ filename, content }) => ({ name: String(filename), bytes: content }));
    return { kind: 'read', pages: file.numPages, attachments };
  } finally {
    await task.destroy();
  }
}

parentPort.on('message', async ({ bytes }) => {
  allocated = 0;
  wentOver = false;
  let answer;
  try {
    answer = await read(bytes);
  } catch (error) {
    answer = { kind: 'failed', because: error?.name === 'PasswordException' ? 'encrypted' : 'damaged' };
  }
  // The library mends what it can: a file that went over the limit counts as such, however it ended.
  if (wentOver) answer = { kind: 'failed', because: 'demanding' };
  parentPort.postMessage(answer);
});
`;
