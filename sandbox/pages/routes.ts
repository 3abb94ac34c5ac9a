/** The pages people look at, and the ledger as data. */
import { Router } from 'express';
import type { ChargeStore } from '../gateway/charge-store';
import type { PostOffice } from '../inbox/post-office';
import { homePage } from './home';
import { html } from './html';
import { inboxPage, mailPage } from './inbox';
import { sendPage } from './layout';
import { LedgerQuery, ledgerPage, readLedger } from './ledger';
import { numbersPage } from './numbers';
import { STYLESHEET } from './stylesheet';
import { sendTokenizePage, TokenizeQuery } from './tokenize';
import { TOKENIZE_SCRIPT } from './tokenize-script';

type Dependencies = Readonly<{ charges: ChargeStore; postOffice: PostOffice }>;

export function pageRoutes({ charges, postOffice }: Dependencies): Router {
  return Router()
    .get('/', (_request, response) => {
      sendPage(response, { title: 'Home', path: '/', body: homePage() });
    })
    .get('/numbers', (_request, response) => {
      sendPage(response, { title: 'Magic numbers', path: '/numbers', body: numbersPage() });
    })
    .get('/ledger', (request, response) => {
      const query = LedgerQuery.parse(request.query);
      const body = ledgerPage(readLedger(charges, query), query);
      sendPage(response, { title: 'Ledger', path: '/ledger', body });
    })
    .get('/ledger.json', (request, response) => {
      response.json(readLedger(charges, LedgerQuery.parse(request.query)));
    })
    .get('/inbox', (request, response) => {
      const to = typeof request.query['to'] === 'string' ? request.query['to'] : '';
      const body = inboxPage(postOffice.search(to), to);
      sendPage(response, { title: 'Inbox', path: '/inbox', body });
    })
    .get('/inbox/mails/:id', (request, response) => {
      const mail = postOffice.find(request.params.id);
      const body = mail ? mailPage(mail) : html`<h1>No such mail</h1>`;
      sendPage(
        response,
        { title: mail?.subject ?? 'No such mail', path: '/inbox', body },
        mail ? 200 : 404,
      );
    })
    .get('/tokenize', (request, response) => {
      sendTokenizePage(response, TokenizeQuery.parse(request.query));
    })
    .get('/tokenize.js', (_request, response) => {
      response.type('js').send(TOKENIZE_SCRIPT);
    })
    .get('/sandbox.css', (_request, response) => {
      response.type('css').send(STYLESHEET);
    });
}
