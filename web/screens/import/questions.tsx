import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Decision, Import, ImportFile, TextReading } from '../../../contracts/imports';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useCanBill, useSession } from '../../api/session';
import { ChoiceRadios } from '../../pieces/choice-radios';
import { Note } from '../../pieces/note';
import { AsOfField, asOfInstant } from './as-of-field';
import styles from './import.module.css';

type Question = ImportFile['questions'][number];

/** What the files do not prove: a person says how they are read, nothing is guessed. */
export function Questions({ given }: Readonly<{ given: Import }>) {
  const api = useApi();
  const queries = useQueryClient();
  const canBill = useCanBill();
  const { zone } = useSession().business;
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [asOf, setAsOf] = useState('');
  const open = given.files.flatMap((file) =>
    file.questions.map((question) => ({ file: file.name, question })),
  );
  const asksAsOf = open.some(({ question }) => question.about === 'asOf');
  const readings = open.filter(({ question }) => question.about !== 'asOf');
  const answer = useMutation({
    mutationFn: (decisions: Decision[]) =>
      api.decideImportRows({ params: { id: given.id }, body: { decisions } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['readImport'] }),
  });
  const isAnswered =
    readings.every(({ file, question }) => chosen[keyOf(file, question)] !== undefined) &&
    (!asksAsOf || asOfInstant(asOf, zone) !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const instant = asOfInstant(asOf, zone);
    answer.mutate([
      ...given.files.flatMap((file) => readingOf(file, chosen)),
      ...(asksAsOf && instant !== null ? [{ kind: 'asOf' as const, asOf: instant }] : []),
    ]);
  };
  return (
    <form className={styles['question']} onSubmit={submit}>
      <Note tone="warn" headline="Headroom does not guess how a file is meant.">
        Say it once: it is remembered for {given.source}. Nothing was changed so far.
      </Note>
      {answer.isError && (
        <Note tone="bad" isAlert headline="Your answer was not taken.">
          {changingTrouble(answer.error)}
        </Note>
      )}
      {readings.map(({ file, question }) => (
        <ChoiceRadios
          key={keyOf(file, question)}
          label={`${QUESTIONS[question.about]} ${file}? ${BECAUSE[question.because]}`}
          chosen={chosen[keyOf(file, question)] ?? null}
          onChoose={(value) => setChosen({ ...chosen, [keyOf(file, question)]: value })}
          choices={question.choices.map(({ value, line, column, text, meaning }) => ({
            value,
            label: READINGS[value] ?? value,
            consequence:
              meaning === null
                ? `Line ${line}, ${column}: “${text}” could not be read then.`
                : `Line ${line}, ${column}: “${text}” means ${meaning}.`,
          }))}
        />
      ))}
      {asksAsOf && (
        <AsOfField
          value={asOf}
          onChange={setAsOf}
          isRequired
          description="No time is written in the file. For which moment do its balances speak?"
        />
      )}
      {canBill && (
        <div className={styles['acts']}>
          <Button type="submit" variant="filled" disabled={!isAnswered} loading={answer.isPending}>
            Read it this way
          </Button>
        </div>
      )}
    </form>
  );
}

function keyOf(file: string, { about }: Question): string {
  return `${file} ${about}`;
}

function readingOf(file: ImportFile, chosen: Readonly<Record<string, string>>): Decision[] {
  const given = file.questions
    .filter(({ about }) => about !== 'asOf')
    .map((question) => [question.about, chosen[keyOf(file.name, question)]]);
  if (given.length === 0) return [];
  return [{ kind: 'reading', file: file.name, reading: Object.fromEntries(given) as TextReading }];
}

const QUESTIONS = {
  numberForm: 'How are numbers written in',
  dateOrder: 'How are dates written in',
  asOf: 'As of when is',
} as const;

const BECAUSE = {
  unproven: 'No value in it proves one way.',
  contradictory: 'Its values prove different ways.',
  missing: '',
} as const;

const READINGS: Readonly<Record<string, string>> = {
  point: '1,234.56, with a decimal point',
  comma: '1.234,56, with a decimal comma',
  yearFirst: 'Year, month, day',
  monthFirst: 'Month, day, year',
  dayFirst: 'Day, month, year',
};
