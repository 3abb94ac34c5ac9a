/**
 * Prisma's own schema engine as WebAssembly: the native one is downloaded at first use, which a
 * machine without internet cannot. It writes the genuine `_prisma_migrations` table, so
 * `prisma migrate deploy` stays usable where the native engine can be had.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { Client } from 'pg';

type WasmExports = Readonly<Record<string, unknown>>;

/** The part of WebAssembly used here: the types of Node 20 leave it out. */
type Wasm = Readonly<{
  instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<{ instance: Readonly<{ exports: WasmExports }> }>>;
}>;

type Glue = Readonly<{
  SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: WasmExports): void;
}>;

/** An engine on this database. The caller frees it. */
export async function createSchemaEngine(databaseUrl: string): Promise<SchemaEngine> {
  const glue = await load();
  const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(databaseUrl));
  const ignoreLog = () => undefined;
  return glue.SchemaEngine.new({ datamodels: undefined }, ignoreLog, adapter);
}

/**
 * The adapter cuts a script at each semicolon, also inside comments and bodies of functions, and
 * runs the parts one by one. Here a script is one message to the server, and so one transaction.
 */
class WholeScripts extends PrismaPg {
  constructor(private readonly databaseUrl: string) {
    super({ connectionString: databaseUrl });
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      const client = new Client({ connectionString: this.databaseUrl });
      await client.connect();
      try {
        await client.query(script);
      } finally {
        await client.end();
      }
    };
    return adapter;
  }
}

/** Node 20 imports no WebAssembly as a module, so it is instantiated by hand. */
async function load(): Promise<Glue> {
  const require = createRequire(`${process.cwd()}/package.json`);
  const entry = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = require(entry) as Glue;
  const bytes = await readFile(entry.replace(/\.js$/, '.wasm'));
  const { instance } = await (
    globalThis as unknown as { WebAssembly: Wasm }
  ).WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return glue;
}
