/**
 * Goal: every mail says all of its words, in HTML and in text, and nothing that it was not given.
 * Method: walk the preview props and look for each word in what was rendered; no markup is compared.
 */
import { type EmailKind, emailKinds, templates } from '../../emails/registry';
import { renderEmail } from '../../emails/render';

/** Every string in a value, with the path that leads to it. */
function wordsIn(value: unknown, path = ''): { path: string; word: string }[] {
  if (typeof value === 'string') return [{ path, word: value }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => wordsIn(inner, `${path}.${key}`));
}

/** The same props with every word passed through `change`. */
function withWords<Value>(value: Value, change: (word: string) => string): Value {
  if (typeof value === 'string') return change(value) as Value;
  if (Array.isArray(value)) return value.map((inner) => withWords(inner, change)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withWords(inner, change)]),
  ) as Value;
}

/** What a reader sees of the HTML: no tags, no entities, white space as one space. */
function visible(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/gs, ' ')
    .replace(/<!--.*?-->/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

const render = (kind: EmailKind) => renderEmail(kind, templates[kind].PreviewProps);

test('there is a mail for every outcome that people are told of', () => {
  expect([...emailKinds].sort()).toEqual([
    'autopayNotice',
    'bankDebitInitiated',
    'bankDebitReturned',
    'bankDebitSettled',
    'invoice',
    'paymentCancelled',
    'paymentChanged',
    'paymentDeclined',
    'paymentScheduled',
    'receipt',
  ]);
});

describe.each(emailKinds)('%s', (kind) => {
  test('says all of its words in HTML', async () => {
    const { html } = await render(kind);
    const shown = visible(html);
    const missing = wordsIn(templates[kind].PreviewProps).filter(
      ({ word }) => !shown.includes(word),
    );
    expect(missing).toEqual([]);
  });

  test('says all of its words in text, but the subject and what a list of mails shows', async () => {
    const { text } = await render(kind);
    const shown = text.replace(/\s+/g, ' ');
    const missing = wordsIn(templates[kind].PreviewProps)
      .filter(({ path }) => path !== '.frame.subject' && path !== '.frame.preview')
      .filter(({ word }) => !shown.includes(word));
    expect(missing).toEqual([]);
  });

  test('takes props for text, never for markup', async () => {
    const hostile = withWords(templates[kind].PreviewProps, (word) => `<b id=x>&"'${word}`);
    const { html, text } = await renderEmail(kind, hostile);
    expect(html).not.toContain('<b id=x>');
    expect(html).toContain('&lt;b id=x&gt;&amp;');
    expect(text).toContain('<b id=x>&"\'');
  });

  test('keeps the subject on one line, whatever the words hold', async () => {
    const props = templates[kind].PreviewProps;
    const subject = 'Receipt\r\nBcc: everyone@example.com\u2028\u0000 for Ann\u00a0Lee ';
    const broken = { ...props, frame: { ...props.frame, subject } };
    const rendered = await renderEmail(kind, broken);
    expect(rendered.subject).toBe('Receipt Bcc: everyone@example.com for Ann Lee');
    expect((await render(kind)).subject).toBe(props.frame.subject);
  });

  test('loads nothing from outside and runs nothing', async () => {
    const { html } = await render(kind);
    const outside = html.replace(/<!DOCTYPE[^>]*>/, '').match(/https?:|\/\/[a-z]|url\(|@import/gi);
    expect(outside).toBeNull();
    expect(html.match(/<(?:img|link|script|iframe|form|object|video)\b/gi)).toBeNull();
  });

  test('shows no value that is missing', async () => {
    const { html, text } = await render(kind);
    expect(html).not.toMatch(/undefined|NaN|\[object|>null</);
    expect(text).not.toMatch(/undefined|NaN|\[object|\bnull\b/);
  });

  test('has the tone of a calm person', async () => {
    const { html, text } = await render(kind);
    expect(visible(html)).not.toMatch(/!|oops/i);
    expect(text).not.toMatch(/!|oops/i);
  });

  test('tells clients that it has a dark scheme, with a dark colour for every light one', async () => {
    const { html } = await render(kind);
    expect(html).toContain('name="color-scheme" content="light dark"');
    const body = html.slice(html.indexOf('<body'));
    const classes = [...body.matchAll(/class="([^"]*)"/g)].flatMap((match) =>
      (match[1] ?? '').split(' '),
    );
    const withoutRule = classes.filter((name) => name !== 'side' && !html.includes(`.${name} {`));
    expect(withoutRule).toEqual([]);
    // An element with a light colour and no class would stay light on dark paper.
    const unpainted = [...body.matchAll(/<[a-z0-9]+ [^>]*[";](?:background-)?color:#[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !tag.includes('class="'));
    expect(unpainted).toEqual([]);
  });
});

test('leaves out what there is none of', async () => {
  const { html, text } = await renderEmail('receipt', {
    ...templates.receipt.PreviewProps,
    reference: null,
    gatewayReference: null,
    attachments: null,
  });
  for (const shown of [visible(html), text]) {
    expect(shown).toContain('P-10423');
    expect(shown).not.toMatch(/Reference|Transaction|attached/);
  }
});

test('a receipt of 200 invoices stays under the size at which a client cuts it off', async () => {
  const props = templates.receipt.PreviewProps;
  const line = { invoice: 'INV-123456', amount: '12,345.67', unpaid: '76,543.21' };
  const lines = Array.from({ length: 200 }, (_, index) => ({
    ...line,
    invoice: `INV-${1000 + index}`,
  }));
  const { html } = await renderEmail('receipt', { ...props, lines: { ...props.lines, lines } });
  expect(Buffer.byteLength(html)).toBeLessThan(102 * 1024);
});
