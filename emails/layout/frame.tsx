import type { ReactNode } from 'react';
import { Body, Container, Head, Heading, Html } from 'react-email';
import { fontFamily, paint, stylesheet } from './colours';
import { Paragraph } from './paragraph';
import { type Tone, ToneChip } from './tone-chip';
import type { FrameWords } from './words';

type FrameProps = {
  words: FrameWords;
  /** What became of it, in a word or two. */
  outcome: string;
  tone: Tone;
  headline: string;
  children: ReactNode;
};

const widest = {
  maxWidth: '600px',
  width: '100%',
  margin: '0 auto',
  overflowWrap: 'anywhere',
} as const;
const side = { paddingLeft: '24px', paddingRight: '24px' } as const;

/**
 * The page of every mail: fluid up to 600 px, one column, so that a phone needs no zoom.
 *
 * The ground is set on an element of ours and not on the body alone, because several clients
 * replace the body by an element of their own.
 */
export function Frame({ words, outcome, tone, headline, children }: FrameProps) {
  const canvas = paint({ ground: 'canvas' });
  const paper = paint({ ground: 'paper', text: 'ink', edge: 'hair' });
  return (
    <Html lang="en" dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{words.subject}</title>
        <style>{stylesheet}</style>
      </Head>
      <Body className={canvas.className} style={{ margin: '0', padding: '0' }}>
        <div className={canvas.className} style={{ ...canvas.style, fontFamily }}>
          <Preheader>{words.preview}</Preheader>
          <Container style={widest}>
            <BusinessName name={words.businessName} />
            <div
              className={`side ${paper.className}`}
              style={{ ...paper.style, ...side, ...sheet }}
            >
              <ToneChip tone={tone}>{outcome}</ToneChip>
              <Heading as="h1" className={paint({ text: 'ink' }).className} style={headlineStyle}>
                {headline}
              </Heading>
              <Paragraph>{words.greeting}</Paragraph>
              {children}
            </div>
            <Closing sentences={words.closing} />
          </Container>
        </div>
      </Body>
    </Html>
  );
}

const sheet = {
  borderWidth: '1px 0',
  borderStyle: 'solid',
  paddingTop: '24px',
  paddingBottom: '24px',
} as const;

const headlineStyle = {
  ...paint({ text: 'ink' }).style,
  margin: '12px 0',
  fontSize: '20px',
  lineHeight: '28px',
  fontWeight: 600,
  letterSpacing: '-0.012em',
  overflowWrap: 'anywhere',
} as const;

/** What a list of mails shows after the subject. The text version has the same words elsewhere. */
function Preheader({ children }: { children: string }) {
  return (
    <div data-skip-in-text="true" style={{ display: 'none', maxHeight: '0', overflow: 'hidden' }}>
      {children}
    </div>
  );
}

function BusinessName({ name }: { name: string }) {
  const accent = paint({ text: 'accent' });
  return (
    <div className="side" style={{ ...side, paddingTop: '20px', paddingBottom: '12px' }}>
      <span
        className={accent.className}
        style={{ ...accent.style, fontSize: '14px', lineHeight: '20px', fontWeight: 600 }}
      >
        {name}
      </span>
    </div>
  );
}

function Closing({ sentences }: { sentences: readonly string[] }) {
  return (
    <div className="side" style={{ ...side, paddingTop: '16px', paddingBottom: '24px' }}>
      {sentences.map((sentence) => (
        <Paragraph key={sentence} weight="quiet">
          {sentence}
        </Paragraph>
      ))}
    </div>
  );
}
