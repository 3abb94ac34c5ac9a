import { createElement } from 'react';
import { render, toPlainText } from 'react-email';
import { type EmailKind, type EmailPropsByKind, templates } from './registry';

export type RenderedEmail = Readonly<{ subject: string; html: string; text: string }>;

/**
 * Renders a mail to what is sent and kept. The subject is one line whatever the words held: a
 * line break in it would start a header of its own.
 */
export async function renderEmail<Kind extends EmailKind>(
  kind: Kind,
  props: EmailPropsByKind[Kind],
): Promise<RenderedEmail> {
  const html = await render(createElement(templates[kind], props));
  return { subject: oneLine(props.frame.subject), html, text: textOf(html) };
}

/** Headings keep their case: in capitals an invoice number would read as another one. */
function textOf(html: string): string {
  const text = toPlainText(html, {
    selectors: [
      { selector: 'h1', options: { uppercase: false } },
      { selector: '[data-text-format="dataTable"]', options: { uppercaseHeaderCells: false } },
    ],
  });
  return `${text.trim()}\n`;
}

/** Every run of white space, line separators and control characters becomes one space. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
