/**
 * How the server stops listening without anyone noticing who asks again: what is under way is
 * answered, and every answer from then on is the last of its connection.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Answers under way may finish; who stays longer is cut off. */
const CLOSING_LIMIT_MS = 5_000;

/**
 * Made before the server hears its first request.
 *
 * @returns what closes it, resolved once every connection has ended, after five seconds at the latest
 */
export function createClosing(server: Server): () => Promise<void> {
  const underWay = new Set<ServerResponse>();
  let isClosing = false;

  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (isClosing) makeLast(response);
    underWay.add(response);
    response.once('close', () => {
      underWay.delete(response);
      // Also one whose head had left before, saying that the connection would stay.
      if (isClosing) socket.destroySoon();
    });
  });

  return async () => {
    isClosing = true;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const response of underWay) makeLast(response);
    const cut = setTimeout(() => server.closeAllConnections(), CLOSING_LIMIT_MS);
    await closed;
    clearTimeout(cut);
  };
}

function makeLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
