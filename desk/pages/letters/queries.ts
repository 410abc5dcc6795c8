import { queryOptions } from '@tanstack/react-query';
import type { LetterList, LetterState } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';

export const lettersQuery = (state: LetterState) =>
  queryOptions({
    queryKey: ['letters', state],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => api<LetterList>(`/api/letters?state=${state}`, { signal }),
  });
