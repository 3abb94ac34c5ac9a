import type { ReactNode } from 'react';
import { Text } from 'react-email';
import { paint } from './colours';

const weights = {
  plain: {
    painted: paint({ text: 'ink2' }),
    fontSize: '14px',
    lineHeight: '22px',
    fontWeight: 400,
  },
  strong: {
    painted: paint({ text: 'ink' }),
    fontSize: '14px',
    lineHeight: '22px',
    fontWeight: 600,
  },
  quiet: { painted: paint({ text: 'dim' }), fontSize: '12px', lineHeight: '18px', fontWeight: 400 },
} as const;

type ParagraphProps = { weight?: keyof typeof weights; children: ReactNode };

/** A sentence or two. A word longer than the line breaks instead of widening the mail. */
export function Paragraph({ weight = 'plain', children }: ParagraphProps) {
  const { painted, ...font } = weights[weight];
  return (
    <Text
      className={painted.className}
      style={{ ...painted.style, ...font, margin: '0 0 8px', overflowWrap: 'anywhere' }}
    >
      {children}
    </Text>
  );
}

/** Several sentences, each on a line of its own. */
export function Paragraphs({ sentences }: { sentences: readonly string[] }) {
  return sentences.map((sentence) => <Paragraph key={sentence}>{sentence}</Paragraph>);
}
