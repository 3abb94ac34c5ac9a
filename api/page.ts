/** The built page: files that never change under their hashed names, and one document for every address. */
import path from 'node:path';
import express, { type RequestHandler, Router } from 'express';

/** @param webRoot folder with `index.html` and `assets/`. */
export function servePage(webRoot: string): Router {
  const root = path.resolve(webRoot);
  const router = Router();
  router.use(
    '/assets',
    express.static(path.join(root, 'assets'), {
      immutable: true,
      maxAge: '1y',
      fallthrough: false,
    }),
  );
  router.use(express.static(root, { index: false, maxAge: 0 }));
  // The addresses of screens are the page's own: each is answered with the same document.
  router.use(pageDocument(root));
  return router;
}

function pageDocument(root: string): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    response.set('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root }, (error) => {
      if (error && !response.headersSent) next(error);
    });
  };
}
