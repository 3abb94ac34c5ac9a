/**
 * `npm run emails:preview`: writes every mail, with its preview props, to `dist/emails`, HTML and
 * text, and an index page that shows them side by side.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EmailKind, emailKinds, templates } from './registry';
import { type RenderedEmail, renderEmail } from './render';

async function writePreviews(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const rows: string[] = [];
  for (const kind of emailKinds) {
    const email = await renderEmail(kind, templates[kind].PreviewProps);
    writeFileSync(join(folder, `${kind}.html`), email.html);
    writeFileSync(join(folder, `${kind}.txt`), email.text);
    rows.push(indexRow(kind, email));
  }
  const index = join(folder, 'index.html');
  writeFileSync(index, indexPage(rows));
  process.stdout.write(`${rows.length} mails, ${index}\n`);
}

function indexRow(kind: EmailKind, { subject }: RenderedEmail): string {
  return `<section>
<h2>${escaped(kind)} <small>${escaped(subject)} · <a href="${kind}.html">HTML</a> · <a href="${kind}.txt">text</a></small></h2>
<iframe src="${kind}.html" width="360" height="720" title="${kind}, phone"></iframe>
<iframe src="${kind}.html" width="700" height="720" title="${kind}, wide"></iframe>
</section>`;
}

function indexPage(rows: readonly string[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Mails of Headroom</title>
<style>:root{color-scheme:light dark}body{font:14px/20px system-ui,sans-serif;margin:24px}iframe{border:1px solid #8a9694}small{font-weight:400}</style>
</head><body><h1>Mails</h1>
${rows.join('\n')}
</body></html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

writePreviews(resolve(process.argv[2] ?? 'dist/emails')).catch((error: unknown) => {
  process.stderr.write(`The mails could not be written: ${String(error)}\n`);
  process.exitCode = 1;
});
