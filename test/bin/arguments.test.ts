/**
 * Goal: what follows `npm start --` is understood, or refused in a sentence that helps.
 * Method: examples at the edges.
 */
import { PORT_MAX } from '../../bin/ports.mjs';
import { parseStartArguments } from '../../bin/start/arguments.mjs';

it('starts on the usual ports, with the demo, and keeps what is there', () => {
  expect(parseStartArguments([])).toEqual({
    kind: 'start',
    port: 4600,
    hasDemo: true,
    isReset: false,
  });
});

it('understands every option', () => {
  const given = ['--port', '5000', '--no-demo', '--reset'];
  const expected = { kind: 'start', port: 5000, hasDemo: false, isReset: true };
  expect(parseStartArguments(given)).toEqual(expected);
  expect(parseStartArguments(['--doctor'])).toEqual({ kind: 'doctor', port: 4600 });
  expect(parseStartArguments(['-h'])).toEqual({ kind: 'help' });
});

it.each(['1024', String(PORT_MAX)])('takes %s, whose whole row of ports exists', (port) => {
  expect(parseStartArguments(['--port', port])).toMatchObject({
    kind: 'start',
    port: Number(port),
  });
});

it.each(['1023', String(PORT_MAX + 1), '0', 'abc', '4600.5', '-4600', ''])(
  'refuses %p as a port',
  (port) => {
    expect(parseStartArguments([`--port=${port}`])).toMatchObject({
      kind: 'wrong',
      message: expect.stringContaining(`1024 to ${PORT_MAX}`) as unknown,
    });
  },
);

it('explains the two dashes to who forgot them: npm hands over the number alone', () => {
  expect(parseStartArguments(['4700'])).toMatchObject({
    kind: 'wrong',
    message: expect.stringContaining('npm start -- --port 4700') as unknown,
  });
});

it('names an option that does not exist', () => {
  expect(parseStartArguments(['--demo'])).toMatchObject({
    kind: 'wrong',
    message: expect.stringContaining("'--demo'") as unknown,
  });
});
