/** Whether running everything has left files behind that git would show. */
import { execFileSync } from 'node:child_process';

/**
 * @param {string} root
 * @returns {readonly string[] | null} as `git status` shows them; null where there is no git
 */
export function treeOf(root) {
  try {
    const text = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.split('\n').filter((line) => line !== '');
  } catch {
    return null;
  }
}

/**
 * What was changed before stays unmentioned: somebody is at work there.
 *
 * @param {readonly string[] | null} before
 * @param {readonly string[] | null} after
 * @returns {[import('./program.mjs').Outcome, string]}
 */
export function changedBetween(before, after) {
  const changed = (after ?? []).filter((line) => before !== null && !before.includes(line));
  const failure = changed.length === 0 ? null : changed.join('\n');
  return [
    { failure, ms: 0 },
    'a program or a suite wrote into the checkout: into .data, dist or test/.output with it',
  ];
}
