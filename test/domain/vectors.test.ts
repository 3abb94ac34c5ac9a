/**
 * Goal: the domain decides every case of the nine vector families exactly as specified.
 * Method: each family has one adapter that turns the case's words into the domain's and its answer
 * back; the answer must be equal, with nothing more and nothing less.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ANSWERS } from './vector-words';

type VectorFile = Readonly<{
  family: string;
  cases: readonly Readonly<{ name: string; given: never; expect: unknown }>[];
}>;

const folder = process.env['VECTORS_DIR'] ?? path.join(__dirname, 'vectors');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): VectorFile => JSON.parse(readFileSync(path.join(folder, name), 'utf8')));

test('the folder holds at least one family, and only families that are known', () => {
  expect(files.length).toBeGreaterThan(0);
  expect(files.map((file) => file.family).filter((family) => !(family in ANSWERS))).toEqual([]);
});

describe.each(files.map((file) => [file.family, file] as const))('%s', (family, file) => {
  test.each(file.cases.map((vector, index) => [`${index + 1}. ${vector.name}`, vector] as const))(
    '%s',
    (_name, vector) => {
      const answer = ANSWERS[family]?.(vector.given);
      expect(answer).toEqual(vector.expect);
    },
  );
});
