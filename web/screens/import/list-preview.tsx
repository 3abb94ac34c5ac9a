import { Loader } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { ListPreview as Previewed, TextReading } from '../../../contracts/imports';
import { useApi } from '../../api/api';
import { readingTrouble } from '../../api/trouble';
import { Note } from '../../pieces/note';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import table from './columns-question.module.css';

type ListPreviewProps = Readonly<{ importId: string; file: string; reading: TextReading }>;

/** The first rows as they would be read this way, before anything is; and what would be refused. */
export function ListPreview({ importId, file, reading }: ListPreviewProps) {
  const api = useApi();
  const id = useId();
  const preview = useQuery({
    queryKey: ['previewImportFile', importId, file, reading],
    queryFn: ({ signal }) =>
      api.previewImportFile(
        { params: { id: importId, name: file }, body: { reading } },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-labelledby={id} aria-busy={preview.isFetching}>
      <h2 id={id} className={table['title']}>
        How {file} will be read {preview.isFetching && <Loader size="xs" aria-hidden />}
      </h2>
      {preview.error && (
        <Note tone="bad" isAlert headline="The preview could not be made.">
          {readingTrouble(preview.error).sentence}
        </Note>
      )}
      {preview.data && <Shown file={file} of={preview.data} />}
    </section>
  );
}

function Shown({ file, of }: Readonly<{ file: string; of: Previewed }>) {
  if (of.refusal !== null) {
    return (
      <Note tone="bad" isAlert headline="Read this way, the whole file would be refused.">
        {of.refusal}
      </Note>
    );
  }
  if (of.stillAsked.length > 0) {
    return (
      <p className="hr-small hr-dim">
        One more question comes up after this one; the rows are shown then.
      </p>
    );
  }
  return (
    <>
      <p className="hr-small hr-dim" role="status">
        {summaryOf(of)}
      </p>
      <div
        className={table['scroll']}
        role="region"
        aria-label={`Rows of ${file} as read`}
        tabIndex={0}
      >
        <table className={`${table['table']} ${table['rows']}`}>
          <thead>
            <tr>
              {['Line', 'Invoice', 'Client', 'Issued', 'Due'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
              <th scope="col" data-amount>
                Total
              </th>
              <th scope="col" data-amount>
                Balance
              </th>
            </tr>
          </thead>
          <tbody>
            {of.rows.map((row) => (
              <Row key={row.line} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ row }: Readonly<{ row: Previewed['rows'][number] }>) {
  const words = useWords();
  const amount = (of: typeof row.total) => of && words.money(of.amountMinor, of.currency);
  if (row.refusal !== null) {
    return (
      <tr>
        <td>{row.line}</td>
        <td>{row.number ?? 'No number'}</td>
        <td colSpan={5} data-refused>
          Refused: {row.refusal}
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <td>{row.line}</td>
      <td>{row.number}</td>
      <td>{row.client}</td>
      <td>{row.issuedOn === null ? 'None' : words.date(row.issuedOn)}</td>
      <td>{row.dueOn === null ? 'None' : words.date(row.dueOn)}</td>
      <td data-amount>{amount(row.total) ?? 'None'}</td>
      <td data-amount>{amount(row.balance)}</td>
    </tr>
  );
}

function summaryOf({ isWhole, read, refused }: Previewed): string {
  const which = isWhole ? 'In the whole file' : 'At the beginning of the file';
  const refusals = refused === 0 ? 'none is refused' : `${plural(refused, 'row')} refused`;
  return `${which}: ${plural(read, 'invoice')} read, ${refusals}.`;
}
