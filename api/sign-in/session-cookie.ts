/**
 * The session cookie. `__Host-` makes the browser insist on Secure, the path `/` and no domain; the
 * port in the name keeps two checkouts on one host apart, because cookies ignore ports.
 */
import type { Request, Response } from 'express';

export type SessionCookie = Readonly<{
  name: string;
  read(request: Request): string | null;
  write(response: Response, token: string, expiresAt: Date): void;
  clear(response: Response): void;
}>;

const ATTRIBUTES = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** @param publicUrl the address that the browser uses. */
export function createSessionCookie(publicUrl: string): SessionCookie {
  const { port, protocol } = new URL(publicUrl);
  const name = `__Host-headroom-${port || (protocol === 'https:' ? '443' : '80')}`;
  return {
    name,
    read: (request) => tokenIn(request.headers.cookie ?? '', name),
    write: (response, token, expiresAt) => {
      response.cookie(name, token, { ...ATTRIBUTES, expires: expiresAt });
    },
    clear: (response) => {
      response.clearCookie(name, ATTRIBUTES);
    },
  };
}

function tokenIn(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at < 0 || pair.slice(0, at).trim() !== name) continue;
    const token = pair.slice(at + 1).trim();
    return TOKEN.test(token) ? token : null;
  }
  return null;
}
