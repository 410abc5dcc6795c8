import { infiniteQueryOptions } from '@tanstack/react-query';
import type { LetterKind, LetterList, LetterState } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';

export interface LetterSearch {
  state: LetterState;
  kind?: LetterKind;
  text?: string;
}

/** The server filters and turns the pages. */
export const lettersQuery = ({ state, kind, text }: LetterSearch) =>
  infiniteQueryOptions({
    queryKey: ['letters', state, kind ?? null, text ?? ''],
    refetchInterval: 30_000,
    initialPageParam: null as string | null,
    getNextPageParam: (last: LetterList) => last.next,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ state });
      if (kind) query.set('kind', kind);
      if (text) query.set('text', text);
      if (pageParam) query.set('after', pageParam);
      return api<LetterList>(`/api/letters?${query}`, { signal });
    },
  });
