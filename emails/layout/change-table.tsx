import { FigureCell, FigureHead, Figures, WordCell, WordHead } from './cells';
import type { ChangeWords } from './words';

/** Before and after, per invoice, of one payment that was changed. */
export function ChangeTable({ words }: { words: ChangeWords }) {
  return (
    <Figures
      head={
        <>
          <WordHead>Invoice</WordHead>
          <FigureHead>{`Before, ${words.currency}`}</FigureHead>
          <FigureHead>After</FigureHead>
        </>
      }
    >
      {words.lines.map((line) => (
        <tr key={line.invoice}>
          <WordCell>{line.invoice}</WordCell>
          <FigureCell colour="dim">{line.before}</FigureCell>
          <FigureCell isStrong>{`→ ${line.after}`}</FigureCell>
        </tr>
      ))}
      {words.total === null ? null : (
        <tr>
          <WordCell isStrong isRuled={false}>
            Total
          </WordCell>
          <FigureCell colour="dim" isRuled={false}>
            {words.total.before}
          </FigureCell>
          <FigureCell isStrong isRuled={false}>{`→ ${words.total.after}`}</FigureCell>
        </tr>
      )}
    </Figures>
  );
}
