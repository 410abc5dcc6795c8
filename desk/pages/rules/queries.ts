import { queryOptions } from '@tanstack/react-query';
import type { ExclusionList, RuleEffect, RuleList } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';

export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: ({ signal }) => api<RuleList>('/api/rules', { signal }),
});

export const effectQuery = (ruleValueId: string) =>
  queryOptions({
    queryKey: ['rules', 'effect', ruleValueId],
    queryFn: ({ signal }) => api<RuleEffect>(`/api/rules/proposals/${ruleValueId}/effect`, { signal }),
  });

export const exclusionsQuery = queryOptions({
  queryKey: ['rules', 'exclusions'],
  queryFn: ({ signal }) => api<ExclusionList>('/api/exclusions', { signal }),
});
