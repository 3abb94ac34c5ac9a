import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from '../../contracts/client';

/** A broken line mends itself in seconds; after that the screen says so and offers to try again. */
const TRIES_MAX = 3;

/**
 * Reads are tried again when there was no answer or the server was out of order. Nothing that
 * changes something is ever sent twice by itself: a person decides, with the same payment id.
 *
 * `onSignedOut` is called when the API says that nobody is signed in any more.
 */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ProblemError && error.problem.code === 'SIGN_IN_REQUIRED') onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // The live stream says when to read again.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < TRIES_MAX && isWorthTrying(error),
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 8000),
      },
      // Without a network too it is sent now and fails now: one that waited would be sent by itself.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** A refusal stays a refusal; an outage and a lost answer may pass. */
function isWorthTrying(error: unknown): boolean {
  return !(error instanceof ProblemError) || error.problem.status >= 500;
}
