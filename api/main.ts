/** The API's process: reads the configuration, makes everything real once, serves until told to end. */
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { type Config, loadConfig } from '../config';
import type { MailReports } from '../domain/ports';
import { SandboxProfile } from '../gateways/sandbox/profiles';
import { createSandboxGateway } from '../gateways/sandbox/sandbox-gateway';
import { createResendReports } from '../mail/resend-reports';
import { openApiDatabase } from '../prisma/stores/api-database';
import { createLog } from './request-log';
import { serveApi } from './serve';
import { createTemporalStarter } from './starting/temporal-starter';

const Profile = z.enum(SandboxProfile, {
  error: 'GATEWAY_PROFILE names no profile of the sandbox',
});

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLog(config.log.level);
  // Lazily: the API says yes while Temporal is away, and finds it when it is back.
  const connection = Connection.lazy({ address: config.temporal.address });
  const client = new Client({ connection, namespace: config.temporal.namespace });
  const gateway = createSandboxGateway({
    baseUrl: config.sandbox.url ?? '',
    apiKey: config.gateway.apiKey,
    webhookSecret: config.gateway.webhookSecret,
    profile: Profile.parse(config.gateway.profile),
    timeoutMs: config.gateway.timeoutMs,
    now: () => new Date(),
  });
  const database = await openApiDatabase(config.database, {
    now: () => new Date(),
    capabilities: gateway.capabilities,
  });
  const served = await serveApi({
    config,
    database,
    gateway,
    mailReports: mailReportsOf(config),
    starter: createTemporalStarter(client),
    log,
  });

  const signal = await new Promise<string>((resolve) => {
    process.once('SIGINT', () => resolve('SIGINT'));
    process.once('SIGTERM', () => resolve('SIGTERM'));
  });
  log.info({ signal }, 'closing');
  await served.close();
  await connection.close();
  await database.close();
}

function mailReportsOf({ mail: { apiKey, webhookSecret } }: Config): MailReports | null {
  return webhookSecret === null ? null : createResendReports({ apiKey, webhookSecret });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
