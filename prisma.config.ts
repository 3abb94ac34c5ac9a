import { defineConfig } from 'prisma/config';

/** Only `prisma generate` and `validate` read this; migrations have a runner of their own. */
export default defineConfig({ schema: 'prisma/schema', migrations: { path: 'prisma/migrations' } });
