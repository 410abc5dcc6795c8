import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/http.ts';

/** The session ended while a page was open: sign in again and come back to the same address. */
function leaveWhenSignedOut(error: Error): void {
  if (!(error instanceof ApiProblem) || error.status !== 401 || window.location.pathname === '/login') return;
  const next = window.location.pathname + window.location.search;
  window.location.assign(`/login?${new URLSearchParams({ next })}`);
}

/** Live updates say what is stale, so nothing is refetched on focus; only failures of the network are tried again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        retry: (count, error) =>
          count < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 502),
      },
    },
  });
}
