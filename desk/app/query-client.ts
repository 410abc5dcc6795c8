import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/http.ts';

/** Live updates say what is stale, so nothing is refetched on focus; only failures of the network are tried again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
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
