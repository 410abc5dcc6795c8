import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { Faults, Simulator } from '../../../server/api/index.ts';
import { api, sentenceOf } from '../../api/http.ts';

/** Throws switches at `path`; null takes an organisation's own switches back. */
export function useFaults(path: string, title: string) {
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (part: Partial<Faults> | null) =>
      api<Simulator>(path, part ? { method: 'PUT', body: part } : { method: 'DELETE' }),
    onSuccess: () => message.success(`${title}的开关已生效`),
    onError: (failure) => message.error(sentenceOf(failure)),
    onSettled: () => client.invalidateQueries({ queryKey: ['simulators'] }),
  });
}
