/** The programs of the server: where each begins, and what it is called in `dist`. */
export const ENTRIES = /** @type {const} */ ({
  api: 'api/main.ts',
  invite: 'api/invite.ts',
  workers: 'workers/main.ts',
  'worker-payments': 'workers/payments.ts',
  'worker-gateway': 'workers/gateway.ts',
  'worker-documents': 'workers/documents.ts',
  'worker-system': 'workers/system.ts',
  'temporal-setup': 'workers/temporal-setup.ts',
  sandbox: 'sandbox/main.ts',
  migrate: 'prisma/migrate.ts',
  seed: 'prisma/seed.ts',
});

/** What else a program reads when it runs, beside its own code. */
const EVERYWHERE = ['package-lock.json', 'tsconfig.json', 'bin/build', 'bin/build.mjs'];

/** The rooms each product is made from. */
export const SOURCES = {
  client: ['prisma/schema', 'prisma.config.ts', 'package-lock.json'],
  server: [
    ...['accounting', 'activities', 'api', 'config', 'contracts', 'documents', 'domain', 'emails'],
    ...['gateways', 'mail', 'prisma', 'sandbox', 'workers', 'workflows'],
    ...EVERYWHERE,
  ],
  workflows: ['workflows', 'activities', 'domain', ...EVERYWHERE],
  page: ['web', 'contracts', 'domain', ...EVERYWHERE],
};
