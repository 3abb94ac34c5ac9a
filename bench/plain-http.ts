/**
 * HTTP as a load generator asks it: kept connections and nothing between. The clients share the
 * machine with what they measure, and Node's `fetch` would take more of it than the API's own work.
 */
import { Agent, type IncomingMessage, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

/** A `fetch` for one text in and one text out, which is all that the clients' requests are. */
export const plainFetch: typeof fetch = async (input, init) => {
  const headers = init?.headers as Record<string, string>;
  const body = typeof init?.body === 'string' ? init.body : '';
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    request(String(input), {
      agent,
      method: init?.method ?? 'GET',
      headers: { ...headers, ...length },
    })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const cookies = answer.headers['set-cookie'] ?? [];
  return new Response(Buffer.concat(chunks), {
    status: answer.statusCode ?? 0,
    headers: [
      ['content-type', answer.headers['content-type'] ?? ''],
      ...cookies.map((cookie): [string, string] => ['set-cookie', cookie]),
    ],
  });
};
