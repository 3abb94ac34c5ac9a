/**
 * Goal: the secrets of a data folder stay the same for as long as the folder lives, whichever version
 * opens it.
 * Method: a folder opened twice, and one whose secrets an older version wrote.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSecrets } from '../../bin/start/secrets.mjs';
import { createResendReports } from '../../mail/resend-reports';
import { mailReportSignature } from '../../sandbox/inbox/mail-report';

let folder: string;
const file = () => join(folder, 'secrets.json');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes them once, for their owner alone to read', () => {
  const made = openSecrets(folder);
  expect(openSecrets(folder)).toEqual(made);
  expect(new Set(Object.values(made)).size).toBe(Object.keys(made).length);
  expect(statSync(file()).mode & 0o077).toBe(0);
});

it('keeps those of an older version, and adds what that one did not need', () => {
  const { mailWebhookSecret: _, ...older } = openSecrets(folder);
  writeFileSync(file(), JSON.stringify(older));
  const opened = openSecrets(folder);
  expect(opened).toEqual({ ...older, mailWebhookSecret: expect.stringMatching(/^whsec_/) });
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(opened);
  expect(openSecrets(folder)).toEqual(opened);
});

it('makes one for mails that the mail service’s own package takes', () => {
  const { mailWebhookSecret: webhookSecret } = openSecrets(folder);
  const body = '{"type":"email.opened"}';
  const headers = mailReportSignature(webhookSecret)({ id: 'msg_1', body }, new Date());
  const reports = createResendReports({ apiKey: 're_test', webhookSecret });
  expect(reports.read(headers, Buffer.from(body))).toBe('other');
});
