import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Decision, Import, ImportFile, TextReading } from '../../../contracts/imports';
import { isCurrency } from '../../../domain/currencies';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useCanBill, useSession } from '../../api/session';
import { useSending } from '../../api/use-sending';
import { ChoiceRadios } from '../../pieces/choice-radios';
import { Note } from '../../pieces/note';
import { AsOfField, asOfInstant } from './as-of-field';
import { areColumnsEnough, type ChosenColumns, ColumnsQuestion } from './columns-question';
import styles from './import.module.css';
import { ListPreview } from './list-preview';

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
  const readings = open.filter(({ question }) => question.choices.length > 0);
  const tables = open.flatMap(({ file, question: { table } }) => (table ? [{ file, table }] : []));
  const currencies = open.filter(({ question }) => question.about === 'currency');
  const totals = open.filter(({ question }) => question.about === 'total');
  const [columns, setColumns] = useState<Readonly<Record<string, ChosenColumns>>>({});
  const [currency, setCurrency] = useState<Readonly<Record<string, string>>>({});
  const answer = useSending({
    isRepeatable: true,
    mutationFn: (decisions: Decision[]) =>
      api.decideImportRows({ params: { id: given.id }, body: { decisions } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['readImport'] }),
  });
  const isAnswered =
    readings.every(({ file, question }) => chosen[keyOf(file, question)] !== undefined) &&
    tables.every(({ file }) => areColumnsEnough(columns[file] ?? {})) &&
    totals.every(({ file, question }) => chosen[keyOf(file, question)] !== undefined) &&
    currencies.every(({ file }) => isCurrency(currency[file] ?? '')) &&
    (!asksAsOf || asOfInstant(asOf, zone) !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const instant = asOfInstant(asOf, zone);
    answer.send([
      ...given.files.flatMap((file): Decision[] => {
        const reading = readingOf(file, chosen, columns[file.name], currency[file.name]);
        return Object.keys(reading).length === 0
          ? []
          : [{ kind: 'reading', file: file.name, reading }];
      }),
      ...(asksAsOf && instant !== null ? [{ kind: 'asOf' as const, asOf: instant }] : []),
    ]);
  };
  return (
    <form className={styles['question']} onSubmit={submit}>
      <Note tone="warn" headline="Headroom does not guess how a file is meant.">
        Say it once: it is remembered for {given.source}. Nothing was changed so far.
      </Note>
      {answer.error && (
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
      {tables.map(({ file, table }) => (
        <ColumnsQuestion
          key={file}
          file={file}
          table={table}
          chosen={columns[file] ?? {}}
          onChoose={(of) => setColumns({ ...columns, [file]: of })}
        />
      ))}
      {totals.map(({ file, question }) => (
        <ChoiceRadios
          key={keyOf(file, question)}
          label={`No column of ${file} says what an invoice was for. What is the total of a new one?`}
          chosen={chosen[keyOf(file, question)] ?? null}
          onChoose={(value) => setChosen({ ...chosen, [keyOf(file, question)]: value })}
          choices={TOTALS}
        />
      ))}
      {currencies.map(({ file }) => (
        <TextInput
          key={file}
          label={`Which currency are the amounts of ${file} in?`}
          description="No column says it. Three letters, such as USD."
          maxLength={3}
          value={currency[file] ?? ''}
          onChange={({ currentTarget }) =>
            setCurrency({ ...currency, [file]: currentTarget.value.trim().toUpperCase() })
          }
        />
      ))}
      {given.files.flatMap((file) => {
        const reading = readingOf(file, chosen, columns[file.name], currency[file.name]);
        return canBill && isEnough(file, reading)
          ? [<ListPreview key={file.name} importId={given.id} file={file.name} reading={reading} />]
          : [];
      })}
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

function readingOf(
  file: ImportFile,
  chosen: Readonly<Record<string, string>>,
  columns: ChosenColumns | undefined,
  currency: string | undefined,
): TextReading {
  return Object.fromEntries(
    file.questions.flatMap((question): [string, unknown][] => {
      if (question.about === 'asOf') return [];
      if (question.about === 'columns') return [['columns', columns]];
      if (question.about === 'currency') return [['currency', currency]];
      return [[question.about, chosen[keyOf(file.name, question)]]];
    }),
  );
}

/** Every question of the file but that for its instant has an answer that can be read by. */
function isEnough(file: ImportFile, { columns, currency, ...others }: TextReading): boolean {
  const asked = file.questions.map(({ about }) => about).filter((about) => about !== 'asOf');
  return (
    asked.length > 0 &&
    (!asked.includes('columns') || areColumnsEnough(columns ?? {})) &&
    (!asked.includes('currency') || isCurrency(currency ?? '')) &&
    Object.values(others).every((value) => value !== undefined)
  );
}

const QUESTIONS = {
  numberForm: 'How are numbers written in',
  dateOrder: 'How are dates written in',
  columns: 'Which column is which in',
  currency: 'Which currency is',
  total: 'Which total has',
  asOf: 'As of when is',
} as const;

const TOTALS = [
  {
    value: 'balance',
    label: 'What is unpaid of it now',
    consequence:
      'Right for an invoice of which nothing is paid yet. One that is known keeps its total.',
  },
  {
    value: 'unknown',
    label: 'Nobody can say',
    consequence:
      'Balances of known invoices are read. A row of a new invoice is refused, by its line.',
  },
];

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
