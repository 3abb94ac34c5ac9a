import { FigureCell, FigureHead, Figures, WordCell, WordHead } from './cells';
import type { LinesWords } from './words';

type InvoiceTableProps = {
  words: LinesWords;
  /** Head of the column of this payment's amounts. */
  amountHead: string;
  /** Head of the column of what is unpaid. */
  unpaidHead: string;
};

/** Per invoice what this payment is about and what is unpaid, with the sums under the columns. */
export function InvoiceTable({ words, amountHead, unpaidHead }: InvoiceTableProps) {
  return (
    <Figures
      head={
        <>
          <WordHead>Invoice</WordHead>
          <FigureHead>{`${amountHead}, ${words.currency}`}</FigureHead>
          <FigureHead>{unpaidHead}</FigureHead>
        </>
      }
    >
      {words.lines.map((line) => (
        <tr key={line.invoice}>
          <WordCell>{line.invoice}</WordCell>
          <FigureCell>{line.amount}</FigureCell>
          <FigureCell colour="dim">{line.unpaid}</FigureCell>
        </tr>
      ))}
      {words.total === null ? null : (
        <tr>
          <WordCell isStrong isRuled={false}>
            Total
          </WordCell>
          <FigureCell isStrong isRuled={false}>
            {words.total.amount}
          </FigureCell>
          <FigureCell colour="dim" isRuled={false}>
            {words.total.unpaid}
          </FigureCell>
        </tr>
      )}
    </Figures>
  );
}
