/** The Temporal CLI as its vendor publishes it, for machines that reach the internet. */
import { execFile } from 'node:child_process';
import { chmodSync, createWriteStream, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A machine without internet answers at once or never; nobody should wait for never. */
const ANSWER_LIMIT_MS = 10_000;
const WHOLE_LIMIT_MS = 300_000;

/**
 * @param {string} version
 * @param {string} target
 * @param {(line: string) => void} report
 * @returns {Promise<string | null>} null when `target` is there now, else why not, in a few words
 */
export async function downloadTemporal(version, target, report) {
  const platform = { linux: 'linux', darwin: 'darwin' }[/** @type {'linux'} */ (process.platform)];
  const architecture = { x64: 'amd64', arm64: 'arm64' }[/** @type {'x64'} */ (process.arch)];
  if (!platform || !architecture) return `none for ${process.platform} on ${process.arch}`;

  const address = `https://temporal.download/cli/archive/v${version}?platform=${platform}&arch=${architecture}`;
  const folder = mkdtempSync(join(dirname(target), 'download-'));
  try {
    const answer = await fetchWithin(address);
    if (!answer.ok || !answer.body) return `HTTP ${answer.status}`;
    report(`downloading the Temporal CLI ${version}`);
    const archive = join(folder, 'temporal.tar.gz');
    await pipeline(Readable.from(answer.body), createWriteStream(archive), {
      signal: AbortSignal.timeout(WHOLE_LIMIT_MS),
    });
    await run('tar', ['-xzf', archive, '-C', folder, 'temporal']);
    const binary = join(folder, 'temporal');
    chmodSync(binary, 0o755);
    // Renamed only once it has run: half a download is never taken for the whole.
    await run(binary, ['--version'], { timeout: 10_000 });
    renameSync(binary, target);
    return null;
  } catch (error) {
    return reasonOf(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} address */
async function fetchWithin(address) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error('no answer')), ANSWER_LIMIT_MS);
  try {
    return await fetch(address, { signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  return /** @type {NodeJS.ErrnoException} */ (cause).code ?? cause.message;
}
