/** Starts the sandbox from the environment, and ends it on a signal. */
import { z } from 'zod';
import { startSandbox } from './sandbox';

const Environment = z.object({
  SANDBOX_HOST: z.string().min(1).default('127.0.0.1'),
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535),
  SANDBOX_DATA_DIR: z.string().min(1),
  GATEWAY_API_KEY: z.string().min(16),
  GATEWAY_WEBHOOK_SECRET: z.string().min(16),
  GATEWAY_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  MAIL_WEBHOOK_SECRET: z.string().startsWith('whsec_').optional(),
  MAIL_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
});

async function main(): Promise<void> {
  // An empty value counts as not set, as shells and compose files write it.
  const given = Object.entries(process.env).filter(([, value]) => value !== '');
  const parsed = Environment.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    // Names and what is wrong with them, never values: two of them are secrets.
    for (const { path, message } of parsed.error.issues)
      console.error(`${path.join('.')}: ${message}`);
    process.exit(1);
  }
  const environment = parsed.data;
  const { MAIL_WEBHOOK_SECRET: secret, MAIL_WEBHOOK_URL: mailUrl } = environment;
  const sandbox = await startSandbox({
    host: environment.SANDBOX_HOST,
    port: environment.SANDBOX_PORT,
    dataFolder: environment.SANDBOX_DATA_DIR,
    apiKey: environment.GATEWAY_API_KEY,
    webhookSecret: environment.GATEWAY_WEBHOOK_SECRET,
    webhookUrl: environment.GATEWAY_WEBHOOK_URL ?? null,
    mailReports: secret === undefined || mailUrl === undefined ? null : { url: mailUrl, secret },
    clock: () => new Date(),
  });
  console.log(`sandbox: ${sandbox.url}`);

  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void sandbox.stop().then(() => process.exit(0));
    });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
