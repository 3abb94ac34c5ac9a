import { createClient, ProblemError, UnreadableAnswerError, urlOf } from '../../contracts/client';
import { operations } from '../../contracts/index';

const ID = '0b5f3c1e-7f1d-4f9d-8a50-3f2f6f0f9a11';

type Sent = { url: string; init: RequestInit };

/** Answers every call the same way and remembers what was sent. */
function setUp(answer: () => Response) {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    return answer();
  };
  return { client: createClient(fetch as typeof globalThis.fetch), sent };
}

const json =
  (status: number, body: unknown, type = 'application/json') =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });

it('sends parameters, query and body where the operation wants them', async () => {
  const { client, sent } = setUp(json(201, { id: ID }));
  await client.addContact({
    params: { id: ID },
    body: { name: 'Maya Lindqvist', email: 'maya@northwinddental.example', profileId: ID },
  });
  expect(sent[0]?.url).toBe(`/api/organizations/${ID}/contacts`);
  expect(sent[0]?.init.method).toBe('POST');
  expect(JSON.parse(String(sent[0]?.init.body))).toMatchObject({ name: 'Maya Lindqvist' });
});

it('shows that no form of another site sent it', async () => {
  const { client, sent } = setUp(() => new Response(null, { status: 204 }));
  await client.deleteSession();
  expect(sent[0]?.init.headers).toMatchObject({ 'X-Headroom-Client': '1' });
});

it('leaves out what is undefined, and escapes what is not', () => {
  const query = { search: 'a&b=c', view: undefined };
  expect(urlOf(operations.listInvoices, { query })).toBe('/api/invoices?search=a%26b%3Dc');
  const params = { id: ID, name: 'open invoices/../x.csv' };
  expect(urlOf(operations.putImportFile, { params })).toBe(
    `/api/imports/${ID}/files/open%20invoices%2F..%2Fx.csv`,
  );
});

it('throws a problem with its code', async () => {
  const problem = { code: 'PLAN_CHANGED', title: 'Changed.', status: 409 };
  const { client } = setUp(json(409, problem, 'application/problem+json'));
  const error = await client.readOrganization({ params: { id: ID } }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ProblemError);
  expect((error as ProblemError).problem.code).toBe('PLAN_CHANGED');
});

it('tells an answer that is not ours from a no', async () => {
  const { client } = setUp(() => new Response('<html>Bad gateway</html>', { status: 502 }));
  const error = await client.readOrganization({ params: { id: ID } }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(UnreadableAnswerError);
});

it('hands bytes over as they are', async () => {
  const { client } = setUp(() => new Response('number,balance\r\n', { status: 200 }));
  const response = await client.readImportTemplate();
  expect(await response.text()).toBe('number,balance\r\n');
});
