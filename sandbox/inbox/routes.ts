/**
 * The inbox: takes mails as Resend does, and shows them to people and tests.
 *
 * | call | answers |
 * | --- | --- |
 * | `POST /emails` | 200 `{id}`, or an error in the provider's shape |
 * | `GET /emails/:id` | the mail with its `last_event` |
 * | `GET /inbox/mails.json?to=` | `{mails}`, newest first |
 * | `GET /inbox/mails/:id/html` | the HTML part alone, for a sandboxed frame |
 * | `GET /inbox/mails/:id/attachments/:index` | the file |
 */
import { json, type Request, type Response, Router } from 'express';
import { deliver } from '../answer';
import type { DurableMemory } from '../durable-memory';
import type { Faults } from '../faults';
import { mailProblem, type PostOffice, type StoredMail } from './post-office';

/** The provider takes 40 MB after encoding. */
const BODY_LIMIT = '40mb';

type Dependencies = Readonly<{ postOffice: PostOffice; memory: DurableMemory; faults: Faults }>;

export function inboxRoutes({ postOffice, memory, faults }: Dependencies): Router {
  const answeringNow = new Set<string>();
  return Router()
    .use('/emails', withKey)
    .post('/emails', json({ limit: BODY_LIMIT }), async (request, response) => {
      const key = request.get('idempotency-key') ?? null;
      if (key !== null && answeringNow.has(key)) {
        const busy = mailProblem(409, 'concurrent_idempotent_requests', 'The first is under way.');
        response.status(busy.status).json(busy.body);
        return;
      }
      if (key !== null) answeringNow.add(key);
      try {
        const fault = faults.take('mail', recipientOf(request.body));
        await deliver(
          response,
          memory,
          fault,
          () => postOffice.accept(request.body, key),
          mailProblem,
        );
      } finally {
        if (key !== null) answeringNow.delete(key);
      }
    })
    .get('/emails/:id', (request, response) => {
      const mail = postOffice.find(request.params.id);
      if (mail) response.json(asProviderShows(mail));
      else response.status(404).json(mailProblem(404, 'not_found', 'No such mail.').body);
    })
    .get('/inbox/mails.json', (request, response) => {
      const to = typeof request.query['to'] === 'string' ? request.query['to'] : '';
      response.json({ mails: postOffice.search(to) });
    })
    .get('/inbox/mails/:id/html', (request, response) => {
      const mail = postOffice.find(request.params.id);
      // A stranger's HTML: no script, no network, no form, whoever opens it.
      response.set(
        'content-security-policy',
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      );
      response
        .status(mail ? 200 : 404)
        .type('html')
        .send(mail?.html ?? '');
    })
    .get('/inbox/mails/:id/attachments/:index', async (request, response) => {
      const mail = postOffice.find(request.params.id);
      const attachment = mail?.attachments[Number(request.params.index)];
      const bytes = attachment && (await postOffice.readAttachment(attachment));
      if (!attachment || !bytes) {
        response.status(404).type('text').send('No such attachment.');
        return;
      }
      response.set('content-security-policy', "sandbox; default-src 'none'");
      response
        .attachment(attachment.fileName)
        .type(attachment.contentType)
        .send(Buffer.from(bytes));
    });
}

function withKey(request: Request, response: Response, next: () => void): void {
  if (/^Bearer \S+$/.test(request.get('authorization') ?? '')) {
    next();
    return;
  }
  const { status, body } = mailProblem(401, 'missing_api_key', 'Missing API key.');
  response.status(status).json(body);
}

function recipientOf(body: unknown): string {
  const to = typeof body === 'object' && body !== null && 'to' in body ? body.to : '';
  return Array.isArray(to) ? String(to[0]) : String(to);
}

function asProviderShows(mail: StoredMail) {
  return {
    object: 'email',
    id: mail.id,
    to: mail.to,
    from: mail.from,
    created_at: mail.receivedAt,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    bcc: mail.bcc,
    cc: mail.cc,
    reply_to: mail.replyTo,
    last_event: mail.state,
  };
}
