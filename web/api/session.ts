import type { QueryClient } from '@tanstack/react-query';
import { useSuspenseQuery } from '@tanstack/react-query';
import type { Client } from '../../contracts/client';
import type { Session } from '../../contracts/session';
import { useApi } from './api';
import { operationQuery } from './operation-query';

/** Who is signed in, the business, its date. Read again when the clock, the settings, a task or an approval change. */
export function sessionQuery(api: Client) {
  return operationQuery(api, 'readSession', {}, ['clock', 'settings', 'task', 'approval']);
}

/** The session, inside the frame, where there always is one. */
export function useSession(): Session {
  const api = useApi();
  return useSuspenseQuery(sessionQuery(api)).data;
}

/** Whether the person may change what bills are about; a viewer reads only. */
export function useCanBill(): boolean {
  return useSession().user.role !== 'viewer';
}

/** Whether the person may change the business itself. */
export function useIsAdmin(): boolean {
  return useSession().user.role === 'admin';
}

/** After signing in: what the answer says needs no second asking, what was read before does. */
export function enterSession(queries: QueryClient, api: Client, session: Session): void {
  queries.clear();
  queries.setQueryData(sessionQuery(api).queryKey, session);
}
