import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { AskedAll, Simulator } from '../../../server/api/index.ts';
import { api, sentenceOf } from '../../api/http.ts';
import { waitingRequestsQuery } from '../../api/queries.ts';
import { formatDateTime } from '../../lib/format.ts';
import { may, useSession } from '../../lib/session.ts';

/** How many requests wait for the department's result; a supervisor has all of them asked about now. */
export function WaitingResults({ simulator }: { simulator: Simulator }) {
  const session = useSession();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { data } = useQuery(waitingRequestsQuery);
  const ask = useMutation({
    mutationFn: () => api<AskedAll>(`/api/department-requests/${simulator.name}/ask`, { method: 'POST' }),
    onSuccess: ({ requests }) => message.success(`正在向${simulator.title}查询 ${requests} 件的结果，逐件记入业务`),
    onError: (failure) => message.error(sentenceOf(failure)),
    onSettled: () => client.invalidateQueries({ queryKey: ['simulators'] }),
  });
  const waiting = data?.items.find(({ department }) => department === simulator.name);
  if (!waiting) return null;
  return (
    <div>
      <span className="num" title={`最早的一件 ${formatDateTime(waiting.oldest)} 送出`}>
        {waiting.count} 件等待结果
      </span>
      {may(session, 'department.ask') ? (
        <div>
          <Button size="small" loading={ask.isPending} onClick={() => ask.mutate()}>
            向部门查询结果
          </Button>
        </div>
      ) : null}
    </div>
  );
}
