/** The OpenAPI 3.1 document, made from the contracts and nothing else. */
import { z } from 'zod';
import { CALLER_HEADER } from '../contracts/client';
import { operations } from '../contracts/index';
import {
  isBytesResponse,
  isRawBody,
  type Operation,
  type ResponseShape,
} from '../contracts/operation';
import { Problem } from '../contracts/problem';
import { ALWAYS_POSSIBLE, PROBLEMS, type ProblemCode } from '../contracts/problem-codes';

type Json = Record<string, unknown>;

/** @throws RangeError when two schemas share a name and differ: a mistake in the contracts. */
export function createOpenApi(options: Readonly<{ cookieName: string; version: string }>): Json {
  const schemas = new SchemaNames();
  const paths: Record<string, Json> = {};
  for (const operation of Object.values(operations) as Operation[]) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [operation.method.toLowerCase()]: describe(operation, schemas),
    };
  }
  const problem = schemas.use(Problem, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Headroom',
      version: options.version,
      description:
        'Pays clients’ open invoices, now, on a date or by rule, and never more than the invoice. ' +
        'Amounts are whole minor units beside their currency; errors are `application/problem+json`.',
    },
    servers: [{ url: '/api' }],
    tags: [...new Set(Object.values(operations).map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.all(),
      responses: { Problem: { description: 'No.', content: problemContent(problem) } },
      parameters: {
        Caller: {
          name: CALLER_HEADER,
          in: 'header',
          required: true,
          description: 'Any value: shows that no form of another site sent the request.',
          schema: { type: 'string' },
        },
      },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: options.cookieName } },
    },
  };
}

function describe(operation: Operation, schemas: SchemaNames): Json {
  const isPublic = operation.permission === 'public';
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.tag],
    security: isPublic ? [] : [{ session: [] }],
    ...(isPublic ? {} : { 'x-roles': operation.permission }),
    parameters: parametersOf(operation, schemas),
    ...(operation.body === undefined ? {} : { requestBody: bodyOf(operation, schemas) }),
    responses: { ...answersOf(operation, schemas), ...problemsOf(operation) },
  };
}

function parametersOf(operation: Operation, schemas: SchemaNames): Json[] {
  const caller =
    operation.method === 'GET' || operation.path.startsWith('/webhooks/')
      ? []
      : [{ $ref: '#/components/parameters/Caller' }];
  return [
    ...fieldsOf(operation.params, 'path', schemas),
    ...fieldsOf(operation.query, 'query', schemas),
    ...caller,
  ];
}

function fieldsOf(schema: z.ZodObject | undefined, place: 'path' | 'query', schemas: SchemaNames) {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemas.inline(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function bodyOf({ body }: Operation, schemas: SchemaNames): Json {
  if (isRawBody(body)) {
    return { required: true, description: body.description, content: { [body.contentType]: {} } };
  }
  const schema = schemas.use(body as z.ZodType, 'input');
  return { required: true, content: { 'application/json': { schema } } };
}

function answersOf(operation: Operation, schemas: SchemaNames): Json {
  const answers = Object.entries(operation.responses).map(([status, shape]) => {
    const content = contentOf(shape, schemas);
    if (operation.isCsvToo && status === '200') Object.assign(content, { 'text/csv': {} });
    const description = isBytesResponse(shape) ? shape.description : 'Done.';
    return [status, Object.keys(content).length === 0 ? { description } : { description, content }];
  });
  return Object.fromEntries(answers) as Json;
}

function contentOf(shape: ResponseShape, schemas: SchemaNames): Json {
  if (shape === null) return {};
  if (isBytesResponse(shape)) return { [shape.contentType]: {} };
  return { 'application/json': { schema: schemas.use(shape, 'output') } };
}

/** One answer per status, naming every code it may carry. */
function problemsOf(operation: Operation): Json {
  const isPublic = operation.permission === 'public';
  const codes: ProblemCode[] = [
    ...ALWAYS_POSSIBLE.filter(
      (code) => !isPublic || (code !== 'SIGN_IN_REQUIRED' && code !== 'ROLE_NOT_ALLOWED'),
    ),
    ...operation.problems,
  ];
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      status,
      {
        description: of.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n'),
        content: problemContent({ $ref: '#/components/schemas/Problem' }),
      },
    ]),
  );
}

function problemContent(schema: Json): Json {
  return { 'application/problem+json': { schema } };
}

type Direction = 'input' | 'output';

/** Collects schemas that have a name under `components`, and refers to them. */
class SchemaNames {
  private readonly named = new Map<string, Json>();

  all(): Json {
    return Object.fromEntries([...this.named].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** A reference where the schema has a name, else the schema itself. */
  use(schema: z.ZodType, direction: Direction): Json {
    const wrapped = this.convert(z.strictObject({ schema }), direction);
    return (wrapped['properties'] as { schema: Json }).schema;
  }

  inline(schema: z.ZodType, direction: Direction): Json {
    return this.convert(schema, direction);
  }

  private convert(schema: z.ZodType, direction: Direction): Json {
    const json = z.toJSONSchema(schema, { io: direction, target: 'draft-2020-12' });
    const {
      $defs = {},
      $schema: _,
      ...rest
    } = relocated(json) as {
      $defs?: Json;
      $schema?: string;
    };
    for (const [name, definition] of Object.entries($defs)) this.keep(name, definition as Json);
    return rest;
  }

  private keep(name: string, { id: _, ...definition }: Json): void {
    const known = this.named.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) {
      throw new RangeError(`two schemas are called ${name}`);
    }
    this.named.set(name, definition);
  }
}

/** `#/$defs/Name` becomes `#/components/schemas/Name`. */
function relocated(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(relocated);
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? value.replace('#/$defs/', '#/components/schemas/')
        : relocated(value),
    ]),
  );
}
