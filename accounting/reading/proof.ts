/**
 * One reading per file: proven by it, or chosen by a person.
 *
 * A file proves a reading with a value that only this reading allows, as long as no value
 * contradicts it. A value that no reading allows proves nothing: its row is refused later. Where
 * every reading gives the same values there is nothing to ask.
 */

/** A cell that bears on the question, by its physical line. */
export type Evidence = Readonly<{ line: number; column: string; text: string }>;

export type Decision<Reading extends string> =
  | Readonly<{
      kind: 'decided';
      reading: Reading;
      by: 'file' | 'person' | 'noDifference';
    }>
  | Readonly<{
      kind: 'ask';
      because: 'unproven' | 'contradictory';
      choices: readonly Readonly<{
        reading: Reading;
        example: Evidence;
        value: string | null;
      }>[];
    }>;

type Tally = { only: Evidence | null; contradicted: boolean };

/**
 * Decides among `readings` (the first is taken where it makes no difference).
 *
 * `parse` gives the value of a text in a reading, in a spelling that can be compared, or null when
 * the reading does not allow the text. `chosen` is what a person said for this file, `remembered`
 * what a person said for this source earlier: the file's own proof is stronger than a memory.
 */
export function decideReading<Reading extends string>(
  readings: readonly [Reading, ...Reading[]],
  evidence: Iterable<Evidence>,
  parse: (text: string, reading: Reading) => string | null,
  said: Readonly<{ chosen: Reading | null; remembered: Reading | null }>,
): Decision<Reading> {
  if (said.chosen !== null) return { kind: 'decided', reading: said.chosen, by: 'person' };

  const tallies = new Map<Reading, Tally>(
    readings.map((reading) => [reading, { only: null, contradicted: false }]),
  );
  let difference: Evidence | null = null;
  for (const piece of evidence) {
    const values = new Map<Reading, string>();
    for (const reading of readings) {
      const value = parse(piece.text, reading);
      if (value !== null) values.set(reading, value);
    }
    weigh(tallies, values, piece);
    if (new Set(values.values()).size > 1) difference ??= piece;
  }

  const proven = readings.filter((reading) => tallies.get(reading)?.only);
  const [first] = proven;
  if (first !== undefined && proven.length === 1 && !tallies.get(first)?.contradicted) {
    return { kind: 'decided', reading: first, by: 'file' };
  }
  if (proven.length === 0 && difference === null) {
    const fitting = readings.find((reading) => !tallies.get(reading)?.contradicted);
    if (fitting !== undefined) return { kind: 'decided', reading: fitting, by: 'noDifference' };
  }
  if (said.remembered !== null) {
    return { kind: 'decided', reading: said.remembered, by: 'person' };
  }
  const because = proven.length === 0 ? 'unproven' : 'contradictory';
  const choices = readings
    .filter((reading) => because === 'contradictory' || !tallies.get(reading)?.contradicted)
    .flatMap((reading) => {
      const example = tallies.get(reading)?.only ?? difference;
      return example ? [{ reading, example, value: parse(example.text, reading) }] : [];
    });
  return { kind: 'ask', because, choices };
}

function weigh<Reading extends string>(
  tallies: Map<Reading, Tally>,
  values: ReadonlyMap<Reading, string>,
  piece: Evidence,
): void {
  if (values.size === 0) return;
  for (const [reading, tally] of tallies) {
    if (!values.has(reading)) {
      tally.contradicted = true;
      continue;
    }
    if (values.size === 1) tally.only ??= piece;
  }
}
