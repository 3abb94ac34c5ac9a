/** Secrets that are shown once and kept only as a hash. */
import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 256 bits: guessing is no attack, so a fast hash is enough. */
const TOKEN_BYTES = 32;

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** With the secret of the deployment: a row written into the table by hand opens nothing. */
export function sessionHash(token: string, secret: string): string {
  return createHmac('sha256', secret).update(token).digest('hex');
}

/** Without it: the command that prints an invitation must agree with the API by the token alone. */
export function invitationHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
