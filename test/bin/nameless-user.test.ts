/**
 * Goal: a user without a name can make a database, shown to PostgreSQL as one who has a name.
 * Method: the command by example, and, where this machine lets us, really run as such a user.
 */
import { spawnSync } from 'node:child_process';
import { namelessRemedy, someoneNamed, withName } from '../../bin/nameless-user.mjs';

const PASSWD =
  'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/:/bin/false\nana:x:1000:1000::/home/ana:/bin/bash\n';

/** Nobody's id on any machine we know. */
const NAMELESS = 4_242_424;

it('changes nothing for who has a name', () => {
  expect(withName('initdb', ['-D', 'x'], null)).toEqual(['initdb', ['-D', 'x']]);
});

it('shows a nameless user as the first who is not root', () => {
  const shownAs = someoneNamed(PASSWD);
  expect(shownAs).toEqual({ uid: 1, gid: 1 });
  expect(withName('initdb', ['-D', 'x'], shownAs)).toEqual([
    'unshare',
    ['--user', '--map-user=1', '--map-group=1', '--', 'initdb', '-D', 'x'],
  ]);
  expect(someoneNamed('root:x:0:0::/:/bin/sh')).toBeNull();
});

it('says what to do where that is not allowed', () => {
  expect(namelessRemedy(4242)).toContain('useradd --uid 4242');
});

/** Only root can become somebody else, and not every machine lets users have namespaces. */
const asNameless = (command: string, args: readonly string[]) =>
  spawnSync(command, args, { uid: NAMELESS, gid: NAMELESS, cwd: '/', encoding: 'utf8' });
const [probe, probeArgs] = withName('true', [], { uid: 1, gid: 1 });
const canTry = process.getuid?.() === 0 && asNameless(probe, probeArgs).status === 0;

(canTry ? it : it.skip)('has a name inside, and none outside', () => {
  const [command, args] = withName('id', ['-un'], { uid: 1, gid: 1 });
  expect(asNameless('id', ['-un']).status).not.toBe(0);
  expect(asNameless(command, args)).toMatchObject({ status: 0, stdout: 'daemon\n' });
});
