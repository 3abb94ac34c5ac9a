import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import type { Client } from '../contracts/client';
import { ApiProvider } from './api/api';
import { createQueryClient } from './api/query-client';
import { Dressed } from './dressed';
import { createPageRouter } from './router';

/** The whole page, on the client it is given. */
export function App({ api }: Readonly<{ api: Client }>) {
  const [{ queries, router }] = useState(() => createPage(api));
  return (
    <Dressed>
      <ApiProvider value={api}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ApiProvider>
    </Dressed>
  );
}

function createPage(api: Client) {
  const queries = createQueryClient(() => {
    const { pathname, href } = router.state.location;
    // The first question of a page handles it itself, with the address the reader wanted.
    if (pathname === '/sign-in' || router.state.isLoading) return;
    void router.navigate({ to: '/sign-in', search: { to: href } });
  });
  const router = createPageRouter({ api, queries });
  return { queries, router };
}
