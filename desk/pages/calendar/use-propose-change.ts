import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import type { CalendarProposalRequest } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';

/** Hands a change in, once however often the button is pressed. */
export function useProposeChange(onDone: () => void) {
  const [changeKey] = useState(() => crypto.randomUUID());
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (change: Omit<CalendarProposalRequest, 'changeKey'>) =>
      api('/api/calendar/changes', { method: 'POST', body: { changeKey, ...change } }),
    onSuccess: async () => {
      message.success('已提出，等待另一位管理员审批');
      onDone();
      await client.invalidateQueries({ queryKey: ['calendar'] });
    },
  });
}
