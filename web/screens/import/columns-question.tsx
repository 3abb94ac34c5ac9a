import { NativeSelect } from '@mantine/core';
import { useId } from 'react';
import type { ImportFile, ListColumn, TextReading } from '../../../contracts/imports';
import styles from './columns-question.module.css';

export type ChosenColumns = NonNullable<TextReading['columns']>;

type ColumnsQuestionProps = Readonly<{
  file: string;
  table: NonNullable<ImportFile['questions'][number]['table']>;
  chosen: ChosenColumns;
  onChoose: (chosen: ChosenColumns) => void;
}>;

/** Without these no row says what is unpaid on which invoice. A client may stand above its rows. */
const NEEDED: readonly ListColumn[] = ['number', 'balance'];

export function areColumnsEnough(chosen: ChosenColumns): boolean {
  return NEEDED.every((column) => chosen[column] !== undefined);
}

/** A table under titles that nobody knows: a person says what each column is, above its first rows. */
export function ColumnsQuestion({ file, table, chosen, onChoose }: ColumnsQuestionProps) {
  const id = useId();
  const columnOf = (title: string) =>
    COLUMNS.find(([column]) => chosen[column] === title)?.[0] ?? '';
  const choose = (title: string, column: ListColumn | '') => {
    const others = Object.entries(chosen).filter(
      ([key, chosenTitle]) => key !== column && chosenTitle !== title,
    );
    onChoose(Object.fromEntries(column === '' ? others : [...others, [column, title]]));
  };
  const missing = COLUMNS.filter(
    ([column]) => NEEDED.includes(column) && chosen[column] === undefined,
  );
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles['title']}>
        Which column of {file} is which?
      </h2>
      <p className="hr-small hr-dim" role="status">
        {missing.length > 0
          ? `Still needed: ${missing.map(([, label]) => label.toLowerCase()).join(' and ')}.`
          : 'Enough to read it. What you leave as not used is ignored.'}
      </p>
      <div
        className={styles['scroll']}
        role="region"
        aria-label={`First rows of ${file}`}
        tabIndex={0}
      >
        <table className={styles['table']}>
          <thead>
            <tr>
              {table.titles.map((title, position) => (
                <th key={`${position} ${title}`} scope="col">
                  <span>{title === '' ? 'No title' : title}</span>
                  {title !== '' && (
                    <NativeSelect
                      aria-label={`${title} is`}
                      size="xs"
                      value={columnOf(title)}
                      onChange={({ currentTarget }) =>
                        choose(title, currentTarget.value as ListColumn | '')
                      }
                      data={[
                        { value: '', label: 'Not used' },
                        ...COLUMNS.map(([value, label]) => ({ value, label })),
                      ]}
                    />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ line, cells }) => (
              <tr key={line}>
                {table.titles.map((title, position) => (
                  <td key={`${position} ${title}`} data-used={columnOf(title) !== ''}>
                    {cells[position]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const COLUMNS: readonly (readonly [ListColumn, string])[] = [
  ['client', 'Client'],
  ['clientId', 'Client ID'],
  ['number', 'Invoice number'],
  ['balance', 'Balance'],
  ['total', 'Total'],
  ['issued', 'Issued'],
  ['due', 'Due'],
  ['currency', 'Currency'],
  ['status', 'Status'],
  ['kind', 'Kind'],
  ['sourceId', 'Invoice ID'],
  ['purchaseOrderNumber', 'PO number'],
  ['agreement', 'Agreement'],
  ['agreementType', 'Agreement type'],
  ['terms', 'Terms'],
  ['invoiceType', 'Invoice type'],
  ['location', 'Location'],
  ['item', 'Item'],
  ['itemDescription', 'Item description'],
  ['quantity', 'Quantity'],
  ['price', 'Unit price'],
  ['itemAmount', 'Item amount'],
];
