import { formatPosition } from '../../contracts/event-position';
import type { Session } from '../../contracts/session';
import {
  acceptInvitation,
  createSession,
  deleteSession,
  readSession,
} from '../../contracts/session';
import { civilDateAt } from '../../domain/instants';
import { answer, type Mounting, mount } from '../mount';
import { Problem } from '../problem';
import { hashPassword, passwordFits } from '../sign-in/passwords';
import { WINDOW_MINUTES } from '../sign-in/sign-in-limit';
import { invitationHash } from '../sign-in/tokens';
import type { OpenSession, StaffUser } from '../stores/people';
import type { RouteDependencies } from './dependencies';

/** Signing in and out, and what the frame of the page shows. */
export function sessionRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  const { stores, sessions, signInLimit, realNow } = dependencies;

  mount(mounting, createSession, async ({ body, request, response }) => {
    const address = request.ip ?? 'unknown';
    const triesLeft = await signInLimit.take(body.email, address, realNow());
    const user = await stores.users.findForSignIn(body.email);
    const fits = await passwordFits(user?.passwordHash ?? null, body.password);
    if (user === null || !fits) {
      throw new Problem('CREDENTIALS_WRONG', { triesLeft, pauseMinutes: WINDOW_MINUTES });
    }

    await signInLimit.forgive(body.email, address);
    const expiresAt = await sessions.open(request, response, user.id);
    return answer(200, await present(dependencies, user, expiresAt));
  });

  mount(mounting, readSession, async ({ response }) => {
    const { user, expiresAt } = response.locals['session'] as OpenSession;
    return answer(200, await present(dependencies, user, expiresAt));
  });

  mount(mounting, deleteSession, async ({ request, response }) => {
    await sessions.close(request, response);
    return answer(204, null);
  });

  mount(mounting, acceptInvitation, async ({ params, body, request, response }) => {
    const address = request.ip ?? 'unknown';
    await signInLimit.take('an invitation', address, realNow());
    const passwordHash = await hashPassword(body.password);
    const tokenHash = invitationHash(params.token);
    const user = await stores.users.acceptInvitation(tokenHash, passwordHash, realNow());
    if (user === null) throw new Problem('INVITATION_NOT_VALID');

    const expiresAt = await sessions.open(request, response, user.id);
    return answer(200, await present(dependencies, user, expiresAt));
  });
}

async function present(
  { stores, events, gateway, deployment, businessNow }: RouteDependencies,
  user: StaffUser,
  expiresAt: Date,
): Promise<Session> {
  // Before all else: what changes from here on is told by the stream.
  const head = await events.head();
  const [settings, offsetMs, openTasks, waitingApprovals, now] = await Promise.all([
    stores.settings.read(),
    stores.clock.offsetMs(),
    stores.tasks.countOpen(),
    stores.autopayRuns.countWaiting(),
    businessNow(),
  ]);
  const { isSandbox, sandboxUrl, tokenizationUrl, temporalUiUrl } = deployment;
  return {
    user: { id: user.id, name: user.name, email: user.email, role: user.role },
    business: {
      name: settings.name,
      zone: settings.zone,
      locale: settings.locale,
      runTime: settings.runTime,
      now: now.toISOString(),
      today: civilDateAt(now.toISOString(), settings.zone),
    },
    clock: { offsetMs, canMove: isSandbox },
    sandbox: isSandbox && sandboxUrl !== null ? { url: sandboxUrl } : null,
    gateway: {
      name: gateway.name,
      tokenizationUrl,
      tokenizationOrigin: tokenizationUrl === null ? null : new URL(tokenizationUrl).origin,
    },
    temporal: temporalUiUrl === null ? null : { uiUrl: temporalUiUrl },
    openTasks,
    waitingApprovals,
    expiresAt: expiresAt.toISOString(),
    lastEventId: formatPosition(head),
  };
}
