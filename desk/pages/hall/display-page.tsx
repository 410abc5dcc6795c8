import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { isUnknownLink } from '../../components/broken-link.tsx';
import { ticketNo } from '../tickets/words.ts';
import { HallFrame } from './hall-frame.tsx';
import { NoHall } from './no-hall.tsx';
import { hallQuery, useHallLive } from './queries.ts';
import { canSpeak, useSpokenCalls } from './speak.ts';

const VOICE_KEY = 'yitong.hall.voice';
/** What is still readable from the back of the hall. */
const CALLS_SHOWN = 5;
const WAITING_SHOWN = 18;

/** 大厅显示屏: numbers with their windows, and those who wait. No names, no cases. */
export default function DisplayPage() {
  const { token } = useParams({ from: '/hall/display/$token' });
  const { data, error, refetch } = useQuery(hallQuery(token));
  const connected = useHallLive(token);
  const [voice, setVoice] = useState(() => localStorage.getItem(VOICE_KEY) === 'on');
  const refused = useSpokenCalls(data?.called, voice);
  if (!data || isUnknownLink(error)) return <NoHall title="大厅叫号" error={error} onRetry={() => void refetch()} />;
  const turn = () => {
    localStorage.setItem(VOICE_KEY, voice ? 'off' : 'on');
    setVoice(!voice);
  };
  return (
    <HallFrame
      hall={data}
      title="叫号"
      connected={connected && !error}
      className="hall-display"
      extra={
        canSpeak() ? (
          <button type="button" className="hall-switch" aria-pressed={voice} onClick={turn}>
            语音{voice ? '开' : '关'}
            {voice && refused ? '（请点一下屏幕）' : ''}
          </button>
        ) : null
      }
    >
      <section className="hall-calls" aria-label="正在叫号">
        {data.called.length === 0 ? (
          <p className="hall-none">{data.waiting.length > 0 ? '请稍候，马上叫号' : '请取号后在此等候叫号'}</p>
        ) : null}
        <ol>
          {data.called.slice(0, CALLS_SHOWN).map(({ number, counter, toldAt }, index) => (
            <li key={`${number} ${toldAt}`} className={index === 0 ? 'hall-newest' : undefined}>
              <strong className="hall-called num">{ticketNo({ number })}</strong>
              <span>号 请到</span>
              <b className="hall-window">{counter}</b>
            </li>
          ))}
        </ol>
      </section>
      <aside className="hall-line">
        <section aria-label="等候">
          <h2>
            等候 <b className="hall-count num">{data.waiting.length}</b> 人
          </h2>
          <Numbers numbers={data.waiting.map(({ number }) => number)} most={WAITING_SHOWN} />
        </section>
        {data.missed.length > 0 ? (
          <section aria-label="过号">
            <h2>过号，请到窗口恢复排队</h2>
            <Numbers numbers={data.missed.toReversed()} most={WAITING_SHOWN / 3} />
          </section>
        ) : null}
      </aside>
    </HallFrame>
  );
}

function Numbers({ numbers, most }: { numbers: number[]; most: number }) {
  return (
    <ul className="hall-numbers num">
      {numbers.slice(0, most).map((number) => (
        <li key={number}>{ticketNo({ number })}</li>
      ))}
      {numbers.length > most ? <li>…</li> : null}
    </ul>
  );
}
