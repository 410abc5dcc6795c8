import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ERRANDS, type Errand, type TakenTicket } from '../../../server/api/index.ts';
import { api } from '../../api/http.ts';
import { isUnknownLink } from '../../components/broken-link.tsx';
import { Problem } from '../../components/problem.tsx';
import { ticketNo } from '../tickets/words.ts';
import { HallFrame } from './hall-frame.tsx';
import { NoHall } from './no-hall.tsx';
import { hallQuery, useHallLive } from './queries.ts';
import { Slip } from './slip.tsx';

/** How long the number stays for whoever took it. */
const SHOWN_MS = 15_000;

/** 自助取号: choose the errand, take the slip. */
export default function KioskPage() {
  const { token } = useParams({ from: '/hall/kiosk/$token' });
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(hallQuery(token));
  const connected = useHallLive(token);
  const take = useMutation({
    mutationFn: (errand: Errand) =>
      api<TakenTicket>(`/api/public/hall/${token}/tickets`, { method: 'POST', body: { errand } }),
    onSettled: () => client.invalidateQueries({ queryKey: hallQuery(token).queryKey }),
  });
  const taken = take.data;
  const { reset } = take;
  useEffect(() => {
    if (!taken) return;
    const timer = setTimeout(reset, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [taken, reset]);
  if (!data || isUnknownLink(error)) return <NoHall title="自助取号" error={error} onRetry={() => void refetch()} />;
  return (
    <HallFrame hall={data} title="自助取号" connected={connected && !error} className="hall-kiosk">
      {taken ? (
        <section className="kiosk-taken" aria-label="您的号码">
          <p>{ERRANDS[taken.errand]}，您的号码</p>
          <strong className="kiosk-number num" role="status">
            {ticketNo(taken)}
          </strong>
          <p>
            前面等候 <b className="num">{taken.ahead}</b> 人，请取走小票，留意叫号
          </p>
          <button type="button" className="kiosk-button" onClick={reset}>
            完成
          </button>
          <Slip ticket={taken} print />
        </section>
      ) : (
        <section className="kiosk-errands" aria-label="办什么业务">
          <p className="kiosk-ask">
            请选择要办的业务 <span className="kiosk-waiting num">现在等候 {data.waiting.length} 人</span>
          </p>
          {take.error ? <Problem error={take.error} /> : null}
          {(Object.entries(ERRANDS) as [Errand, string][]).map(([errand, label]) => (
            <button
              key={errand}
              type="button"
              className="kiosk-button"
              disabled={take.isPending}
              onClick={() => take.mutate(errand)}
            >
              {label}
              <small className="num">等候 {data.waiting.filter((one) => one.errand === errand).length} 人</small>
            </button>
          ))}
        </section>
      )}
    </HallFrame>
  );
}
