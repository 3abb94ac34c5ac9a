/**
 * Goal: `npm test` counts everything once, forgives nothing, and says what to do.
 * Method: its small parts by example.
 */
import { changedBetween } from '../../bin/test/clean-tree.mjs';
import { runProgram, shorten } from '../../bin/test/program.mjs';
import { countsOf } from '../../bin/test/suites.mjs';
import { createTally } from '../../bin/test/tally.mjs';

const REPORT = {
  numPassedTests: 7,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 2,
  numTodoTests: 0,
};

const counts = (changes: Partial<typeof REPORT>, code: number) =>
  countsOf(JSON.stringify({ ...REPORT, ...changes }), code);

describe('the counts of the suites', () => {
  it('are those of jest, and skipped tests are no passed ones', () => {
    expect(counts({}, 0)).toEqual({ passed: 7, failed: 0, skipped: 2 });
  });

  it('hold a suite that did not load for a failure', () => {
    expect(counts({ numRuntimeErrorTestSuites: 1 }, 1)).toMatchObject({ failed: 1 });
  });

  it('fail when jest ended badly though every test passed, or wrote nothing', () => {
    expect(counts({}, 1)).toMatchObject({ passed: 7, failed: 1 });
    expect(countsOf(null, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('the tally', () => {
  it('counts a check as one, and shows its complaint with the remedy', () => {
    const lines: string[] = [];
    const tally = createTally((line) => lines.push(line));
    tally.check('lint', { failure: null, ms: 1_234 }, 'never shown');
    tally.check('types', { failure: 'a.ts(1,1): wrong\nb.ts(2,2): wrong', ms: 900 }, 'run tsc');
    tally.suites('suites', { passed: 40, failed: 2, skipped: 1, ms: 61_000 });
    expect(tally.counts()).toEqual({ passed: 41, failed: 3 });
    const shown = lines.join('\n');
    expect(shown).toMatch(/^ok {6}lint +1\.2 s$/m);
    expect(shown).toMatch(/^FAILED {2}types +0\.9 s$/m);
    expect(shown).toMatch(/^ {8}b\.ts\(2,2\): wrong\n {8}→ run tsc$/m);
    expect(shown).toContain('40 passed, 2 failed, 1 skipped');
    expect(shown).not.toContain('never shown');
  });
});

describe('the tree afterwards', () => {
  it('is clean when nothing new shows, whatever somebody is at work on', () => {
    expect(changedBetween([' M a.ts'], [' M a.ts'])[0].failure).toBeNull();
    expect(changedBetween(null, null)[0].failure).toBeNull();
  });

  it('names what a run wrote', () => {
    expect(changedBetween([' M a.ts'], [' M a.ts', '?? b.log'])[0].failure).toBe('?? b.log');
  });
});

describe('a program of a check', () => {
  const node = (script: string) => runProgram(process.execPath, ['-e', script], '.');

  it('is quiet when it ends well', async () => {
    expect(await node('console.log("noise")')).toMatchObject({ failure: null });
  });

  it('fails with what it said, or with how it ended', async () => {
    expect(await node('console.error("no"); process.exit(3)')).toMatchObject({ failure: 'no' });
    expect(await node('process.exit(3)')).toMatchObject({ failure: 'it ended with code 3' });
    expect((await runProgram('no-such-program', [], '.')).failure).toContain('cannot be run');
  });

  it('is cut where a person stops reading', () => {
    const text = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');
    expect(shorten(text)).toMatch(/line 59\n… and 40 lines more$/);
    expect(shorten('one\n')).toBe('one');
  });
});
