/** Signing in and out, and what the frame of the page needs to know. */
import { z } from 'zod';
import { CivilDate, EmailAddress, Instant, Uuid } from './fields';
import { ANY_ROLE, defineOperation, Role } from './operation';

export const Session = z
  .strictObject({
    user: z.strictObject({ id: Uuid, name: z.string(), email: z.string(), role: z.enum(Role) }),
    business: z.strictObject({
      name: z.string(),
      /** IANA, `America/Chicago`. */
      zone: z.string(),
      /** BCP 47, for dates and numbers. */
      locale: z.string(),
      /** `HH:MM`: when a day's payments run. */
      runTime: z.string(),
      /** The business's now, also when the test clock has moved it. */
      now: Instant,
      today: CivilDate,
    }),
    clock: z.strictObject({
      /** How far the business's now is ahead of the real one; 0 outside the sandbox. */
      offsetMs: z.int().min(0),
      canMove: z.boolean(),
    }),
    /** Null where real money moves. */
    sandbox: z.strictObject({ url: z.string() }).nullable(),
    gateway: z.strictObject({
      name: z.string(),
      /** Page that takes a card or bank account and gives back a token, for a frame. */
      tokenizationUrl: z.string().nullable(),
      /** The only origin whose messages the page may believe. */
      tokenizationOrigin: z.string().nullable(),
    }),
    temporal: z.strictObject({ uiUrl: z.string() }).nullable(),
    openTasks: z.int().min(0),
    /** Runs of autopay that wait for a yes. */
    waitingApprovals: z.int().min(0),
    expiresAt: Instant,
    /** For the live stream, which resumes here and misses nothing of what is read after this answer. */
    lastEventId: z.string(),
  })
  .meta({ id: 'Session' });
export type Session = z.output<typeof Session>;

export const SignIn = z.strictObject({
  email: EmailAddress,
  password: z.string().min(1).max(256),
});
export type SignIn = z.output<typeof SignIn>;

/** Twelve at least, as the card industry asks; no rule about which characters. */
export const NewPassword = z.string().min(12).max(256);

export const createSession = defineOperation({
  id: 'createSession',
  tag: 'Session',
  method: 'POST',
  path: '/session',
  summary: 'Sign in with e-mail address and password. Sets the session cookie.',
  permission: 'public',
  body: SignIn,
  responses: { 200: Session },
  problems: ['CREDENTIALS_WRONG'],
});

export const readSession = defineOperation({
  id: 'readSession',
  tag: 'Session',
  method: 'GET',
  path: '/session',
  summary: 'Who is signed in, the business, its date and zone, and the sandbox.',
  permission: ANY_ROLE,
  responses: { 200: Session },
  problems: [],
});

export const deleteSession = defineOperation({
  id: 'deleteSession',
  tag: 'Session',
  method: 'DELETE',
  path: '/session',
  summary: 'Sign out. Also answers 204 when nobody is signed in.',
  permission: 'public',
  responses: { 204: null },
  problems: [],
});

export const acceptInvitation = defineOperation({
  id: 'acceptInvitation',
  tag: 'Session',
  method: 'POST',
  path: '/invitations/:token',
  summary: 'Set a password with a one-time link, and sign in.',
  permission: 'public',
  params: z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{20,100}$/) }),
  body: z.strictObject({ password: NewPassword }),
  responses: { 200: Session },
  problems: ['INVITATION_NOT_VALID'],
});
