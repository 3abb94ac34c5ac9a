/**
 * The program that opens a PDF of a stranger, as text for a thread of its own: a thread needs no
 * file beside a bundle, and can be ended from outside while the library is busy.
 *
 * The heap of a thread is limited, but the buffers that streams unpack into lie outside it. They are
 * counted here, before the library is loaded, so that a few kilobytes cannot become gigabytes.
 *
 * `workerData` is `{ bytes, libraryUrl, unpackedMax }`. It posts one answer,
 * `{ pages }` or `{ because: 'encrypted' | 'damaged' | 'demanding' }`, and is then
 * ended from outside.
 */
export const PDF_THREAD_PROGRAM = `'use strict';
const { parentPort, workerData } = require('node:worker_threads');
const { bytes, libraryUrl, unpackedMax } = workerData;

let unpacked = 0;
globalThis.Uint8Array = new Proxy(Uint8Array, {
  construct(target, parameters, newTarget) {
    if (typeof parameters[0] === 'number') unpacked += parameters[0];
    if (unpacked > unpackedMax) throw new RangeError('too much to unpack');
    return Reflect.construct(target, parameters, newTarget);
  },
});

async function countPages() {
  const { getDocument } = await import(libraryUrl);
  const task = getDocument({
    data: bytes,
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    enableXfa: false,
  });
  const file = await task.promise;
  // The count alone is a number that the file claims; each page must be there.
  for (let page = 1; page <= file.numPages; page += 1) (await file.getPage(page)).cleanup();
  return file.numPages;
}

countPages()
  .then(
    (pages) => ({ pages }),
    (error) => ({ because: error?.name === 'PasswordException' ? 'encrypted' : 'damaged' }),
  )
  // The library mends what it can, also after the limit was met: the limit has the last word.
  .then((answer) => parentPort.postMessage(unpacked > unpackedMax ? { because: 'demanding' } : answer));
`;
