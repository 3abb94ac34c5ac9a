/**
 * Goal: the OpenAPI document is valid 3.1, complete, and usable without us.
 * Method: its structure is checked as the specification words it; every reference is followed.
 */
import { operations } from '../../contracts/index';
import { isBytesResponse, type Operation } from '../../contracts/operation';
import { createTestApp } from './support/app';

type Json = Record<string, unknown>;
type Described = Json & {
  operationId: string;
  parameters: (Json & { name?: string; in?: string })[];
  responses: Record<string, { description: string; content?: Json; $ref?: string }>;
  requestBody?: { content: Json };
};

const app = createTestApp();
let document: Json & {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Json>; parameters: Json };
};

beforeAll(async () => {
  document = (await app.anyone.get('/api/openapi.json')).body;
});

const describedOf = (operation: Operation): Described | undefined =>
  document.paths[operation.path.replace(/:(\w+)/g, '{$1}')]?.[operation.method.toLowerCase()];

it('says that it is OpenAPI 3.1, who it is, and where', () => {
  expect(document['openapi']).toBe('3.1.0');
  expect(document['info']).toMatchObject({ title: 'Headroom', version: '0.1.0' });
  expect(document['servers']).toEqual([{ url: '/api' }]);
});

describe.each(Object.entries(operations) as [string, Operation][])('%s', (id, operation) => {
  it('is there under its path, with its parameters, body and answers', () => {
    const described = describedOf(operation);
    expect(described?.operationId).toBe(id);
    expect(described?.['summary']).toBe(operation.summary);

    const inPath = described?.parameters.filter((parameter) => parameter.in === 'path') ?? [];
    expect(inPath.map(({ name }) => name)).toEqual(
      [...operation.path.matchAll(/:(\w+)/g)].map((match) => match[1]),
    );
    expect(inPath.every((parameter) => parameter['required'] === true)).toBe(true);
    const inQuery = described?.parameters.filter((parameter) => parameter.in === 'query') ?? [];
    expect(inQuery.map(({ name }) => name)).toEqual(Object.keys(operation.query?.shape ?? {}));

    expect(described?.requestBody !== undefined).toBe(operation.body !== undefined);
    for (const [status, shape] of Object.entries(operation.responses)) {
      const content = described?.responses[status]?.content;
      if (shape === null) expect(content).toBeUndefined();
      else if (isBytesResponse(shape))
        expect(Object.keys(content ?? {})).toEqual([shape.contentType]);
      else expect(Object.keys(content ?? {})).toContain('application/json');
    }
  });

  it('names what it may be refused with', () => {
    const said = JSON.stringify(describedOf(operation)?.responses);
    for (const code of operation.problems) expect(said).toContain(`\`${code}\``);
    expect(said.includes('SIGN_IN_REQUIRED')).toBe(operation.permission !== 'public');
  });
});

it('describes every answer with words, as the specification demands', () => {
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) {
      expect(Object.keys(operation.responses).length).toBeGreaterThan(0);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        expect(response.description).toEqual(expect.any(String));
      }
    }
  }
});

it('has no parameter twice', () => {
  for (const path of Object.values(document.paths)) {
    for (const { parameters } of Object.values(path)) {
      const names = parameters.map((parameter) =>
        JSON.stringify(parameter['$ref'] ?? [parameter.in, parameter.name]),
      );
      expect(new Set(names).size).toBe(names.length);
    }
  }
});

it('refers only to what it holds', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((m) => m[1]);
  expect(references.length).toBeGreaterThan(100);
  for (const reference of new Set(references)) {
    const steps = (reference ?? '').replace('#/', '').split('/');
    const target = steps.reduce<unknown>((at, step) => (at as Json | undefined)?.[step], document);
    expect([reference, target]).toEqual([reference, expect.any(Object)]);
  }
});

it('names the schemas that more than one operation uses', () => {
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Amount', 'InvoiceRow', 'PaymentDetails', 'Problem', 'PutPaymentBody']),
  );
  expect(document.components.schemas['Amount']).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['amountMinor', 'currency'],
    properties: { amountMinor: { type: 'integer', maximum: 2 ** 53 - 1 } },
  });
});

it('lets a caller leave out what has a default, and promises it in answers', () => {
  const body = document.components.schemas['PutPaymentBody'];
  expect(body?.['required']).toEqual(['organizationId', 'methodId', 'currency', 'lines']);
});

describe('the documentation page', () => {
  it('is served by ourselves, script by script', async () => {
    const page = await app.anyone.get('/api/docs');
    const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]);
    expect(addresses).toHaveLength(3);
    for (const address of addresses) {
      expect(address).toMatch(/^\/api\/docs\//);
      const response = await app.anyone.get(address ?? '');
      expect(response.status).toBe(200);
    }
    // The content policy allows no script in the page itself.
    expect(page.text).not.toMatch(/<script>|<style>| on\w+=/);
  });
});
