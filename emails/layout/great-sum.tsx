import { paint } from './colours';
import type { SumWords } from './words';

const label = paint({ text: 'dim' });
const figure = paint({ text: 'ink' });

/** The one great sum of a mail, with its currency beside it. */
export function GreatSum({ name, sum }: { name: string; sum: SumWords }) {
  return (
    <div style={{ margin: '16px 0' }}>
      <div
        className={label.className}
        style={{ ...label.style, fontSize: '12px', lineHeight: '16px' }}
      >
        {name}
      </div>
      <div style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
        <span
          className={figure.className}
          style={{
            ...figure.style,
            fontSize: '26px',
            lineHeight: '32px',
            fontWeight: 600,
            letterSpacing: '-0.02em',
          }}
        >
          {sum.figure}
        </span>{' '}
        <span
          className={label.className}
          style={{ ...label.style, fontSize: '14px', fontWeight: 500 }}
        >
          {sum.currency}
        </span>
      </div>
    </div>
  );
}
