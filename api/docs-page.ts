/** The API's documentation, served by ourselves: nothing is loaded from elsewhere. */
import { Router } from 'express';
import { CALLER_HEADER } from '../contracts/client';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Headroom API</title>
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

const START = `window.ui = SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  displayRequestDuration: true,
  requestInterceptor(request) {
    request.headers['${CALLER_HEADER}'] = 'docs';
    return request;
  },
});
`;

/** Only these two of the package are ever served. */
const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/** @param assetsFolder where the package `swagger-ui-dist` lies. */
export function docsPage(assetsFolder: string, document: unknown): Router {
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(PAGE);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('js').send(START);
  });
  for (const asset of ASSETS) {
    router.get(`/docs/assets/${asset}`, (_request, response) => {
      response.sendFile(asset, { root: assetsFolder, maxAge: '1d' });
    });
  }
  return router;
}
