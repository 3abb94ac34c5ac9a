/** Passwords as argon2id, with the work that a sign-in may cost. */
import { hash, verify } from '@node-rs/argon2';

/** OWASP's floor for argon2id: 19 MiB, two passes; about 25 ms here. The algorithm is the default. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), OPTIONS);
}

/** Compared even when nobody has the address: the answer must take as long as for a known one. */
let nobody: Promise<string> | null = null;

/** @param storedHash null when there is no such person: always false, after the same work. */
export async function passwordFits(storedHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody has this password');
  const fits = await verify(storedHash ?? (await nobody), password.normalize('NFKC'));
  return fits && storedHash !== null;
}
