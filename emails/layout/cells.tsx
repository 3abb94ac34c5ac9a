import type { CSSProperties, ReactNode } from 'react';
import { paint, type TextColour } from './colours';

/**
 * The cells of the tables in a mail.
 *
 * Amounts are right-aligned, tabular and never wrapped, so that sums can be checked by eye; only
 * the text in the first column may wrap, which keeps a table within a phone's width. What cells
 * share is inherited from the table: some clients cut a mail off after about 100 kB, and a payment
 * may have 200 lines.
 */
type CellProps = {
  children: ReactNode;
  colour?: Exclude<TextColour, 'ink'>;
  isStrong?: boolean;
  /** A hairline under the cell. */
  isRuled?: boolean;
  /** Rows of facts stand closer than rows of amounts. */
  isTight?: boolean;
};

const base = paint({ text: 'ink' });
const hair = paint({ edge: 'hair' });

function look({
  colour,
  isStrong = false,
  isRuled = true,
}: Omit<CellProps, 'children' | 'isTight'>) {
  const painted = paint({
    ...(colour === undefined ? {} : { text: colour }),
    ...(isRuled ? { edge: 'hair' as const } : {}),
  });
  const style: CSSProperties = {
    ...(colour === undefined ? {} : { color: painted.style['color'] }),
    ...(isRuled ? { borderBottom: `1px solid ${hair.style['borderColor']}` } : {}),
    ...(isStrong ? { fontWeight: 600 } : {}),
  };
  return { className: painted.className === '' ? undefined : painted.className, style };
}

export function FigureCell({ children, ...props }: Omit<CellProps, 'isTight'>) {
  const { className, style } = look(props);
  return (
    <td
      align="right"
      valign="top"
      className={className}
      style={{ padding: '10px 0 10px 12px', whiteSpace: 'nowrap', ...style }}
    >
      {children}
    </td>
  );
}

export function WordCell({ children, isTight = false, ...props }: CellProps) {
  const { className, style } = look(props);
  const padding = isTight ? '4px 0' : '10px 0';
  return (
    <td valign="top" className={className} style={{ padding, ...style }}>
      {children}
    </td>
  );
}

const headFont = {
  verticalAlign: 'bottom',
  fontSize: '12px',
  lineHeight: '16px',
  fontWeight: 500,
} as const;

/** Head of a column of amounts. It may wrap between words: a long head must not widen the mail. */
export function FigureHead({ children }: { children: ReactNode }) {
  const { className, style } = look({ colour: 'dim' });
  return (
    <th
      scope="col"
      align="right"
      className={className}
      style={{
        padding: '8px 0 8px 12px',
        width: '92px',
        overflowWrap: 'normal',
        ...headFont,
        ...style,
      }}
    >
      {children}
    </th>
  );
}

export function WordHead({ children }: { children: ReactNode }) {
  const { className, style } = look({ colour: 'dim' });
  return (
    <th
      scope="col"
      align="left"
      className={className}
      style={{ padding: '8px 0', ...headFont, ...style }}
    >
      {children}
    </th>
  );
}

/** A table over the whole width. Its data attribute keeps it a table in the text version too. */
export function Figures({ head, children }: { head: ReactNode; children: ReactNode }) {
  return (
    <table
      data-text-format="dataTable"
      width="100%"
      cellPadding="0"
      cellSpacing="0"
      border={0}
      className={base.className}
      style={{ ...tableStyle, ...base.style }}
    >
      {head === null ? null : (
        <thead>
          <tr>{head}</tr>
        </thead>
      )}
      <tbody>{children}</tbody>
    </table>
  );
}

const tableStyle: CSSProperties = {
  width: '100%',
  borderCollapse: 'collapse',
  margin: '8px 0 16px',
  fontSize: '14px',
  lineHeight: '20px',
  fontVariantNumeric: 'tabular-nums',
  overflowWrap: 'anywhere',
};
