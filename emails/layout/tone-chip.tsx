import { paint } from './colours';

/** Red only for what is wrong, pine for what is done or chosen, neutral for the rest. */
export type Tone = 'done' | 'neutral' | 'bad';

const painted = {
  done: paint({ text: 'accent', ground: 'accentTint' }),
  neutral: paint({ text: 'ink2', ground: 'chip' }),
  bad: paint({ text: 'bad', ground: 'badTint' }),
} as const;

export function ToneChip({ tone, children }: { tone: Tone; children: string }) {
  const { className, style } = painted[tone];
  return (
    <div>
      <span
        className={className}
        style={{
          ...style,
          display: 'inline-block',
          padding: '2px 7px',
          borderRadius: '5px',
          fontSize: '12px',
          lineHeight: '18px',
          fontWeight: 500,
        }}
      >
        {children}
      </span>
    </div>
  );
}
