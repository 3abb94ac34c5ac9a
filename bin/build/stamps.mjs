/**
 * What was made from what: a stamp beside each product holds the hash of its sources, so that
 * nothing is made again without need, and nothing stale is ever run.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param {string} root
 * @param {readonly string[]} sources files and folders below it; one that is missing counts as empty
 * @returns {string}
 */
export function hashOf(root, sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(root, source)).sort()) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} source
 * @returns {string[]}
 */
function filesBelow(root, source) {
  try {
    return readdirSync(join(root, source), { withFileTypes: true }).flatMap((entry) => {
      const path = join(source, entry.name);
      if (entry.name === 'generated' || entry.name === 'node_modules') return [];
      return entry.isDirectory() ? filesBelow(root, path) : [path];
    });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOTDIR') return [source];
    if (code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Makes a product unless its stamp says that it was made from the very same sources.
 *
 * @param {{ stampFile: string, hash: string, make: () => Promise<void> }} product
 * @returns {Promise<boolean>} whether it was made now
 */
export async function makeIfChanged({ stampFile, hash, make }) {
  if (readStamp(stampFile) === hash) return false;
  // Gone while it is being made: an interrupted build is no build.
  rmSync(stampFile, { force: true });
  await make();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
  return true;
}

/** @param {string} stampFile */
function readStamp(stampFile) {
  try {
    return readFileSync(stampFile, 'utf8');
  } catch {
    return null;
  }
}
