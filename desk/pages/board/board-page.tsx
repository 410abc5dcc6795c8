import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { type Board, DISTRICTS } from '../../../server/api/index.ts';
import { boardQuery } from '../../api/queries.ts';
import { BpmnView, type DiagramMark, type DiagramOverlay } from '../../components/bpmn-view.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { diagramName } from '../../lib/diagram-name.ts';
import { formatTime } from '../../lib/format.ts';
import { useSession } from '../../lib/session.ts';
import { Escalations } from './escalations.tsx';
import { Incidents } from './incidents.tsx';
import { Pauses } from './pauses.tsx';
import { Urgent } from './urgent.tsx';
import { Utilities } from './utilities.tsx';
import { Waits } from './waits.tsx';

const LoadChart = lazy(() => import('./load-chart.tsx'));

/** How old the inbox may be before the board says that the engine does not answer. */
const STALE_SECONDS = 10;

/** 时效看板: a strip of figures, the diagram by load, near and over, pauses with causes, incidents with retry. */
export default function BoardPage() {
  const { district } = useSearch({ from: '/shell/board' });
  const session = useSession();
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useQuery(boardQuery(district));
  if (isPending) return <Loading what="正在汇总" />;
  if (!data) return <Problem error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className="page-head">
        <h1>时效看板</h1>
        <span className="muted num">截至 {formatTime(data.asOf)}，自动更新</span>
        <span className="grow" />
        {session.district === null ? (
          <Select
            aria-label="区"
            style={{ width: 130 }}
            value={district ?? ''}
            options={[
              { value: '', label: '全市' },
              ...Object.entries(DISTRICTS).map(([value, label]) => ({ value, label })),
            ]}
            onChange={(value) => void navigate({ to: '/board', search: value ? { district: value } : {} })}
          />
        ) : (
          <span>{DISTRICTS[session.district]}</span>
        )}
      </div>
      {data.inboxAgeSeconds > STALE_SECONDS ? (
        <p className="note note-over" role="alert" style={{ marginBottom: 12 }}>
          流程引擎已有 {Math.round(data.inboxAgeSeconds)}{' '}
          秒没有应答，待办可能不是最新的。请联系系统管理员检查引擎是否在运行。
        </p>
      ) : null}
      {data.calendarWarning ? (
        <p className="note note-near" role="alert" style={{ marginBottom: 12 }}>
          {data.calendarWarning}
        </p>
      ) : null}
      <Strip strip={data.strip} />
      <Incidents incidents={data.incidents} />
      <Escalations rows={data.escalations} />
      <div className="board-columns">
        <div className="board-column">
          <Urgent rows={data.urgent} />
          <Pauses pauses={data.pauses} causes={data.pauseCauses} />
        </div>
        <div className="board-column">
          <section className="panel">
            <div className="panel-head">
              <h2>各环节在办</h2>
            </div>
            {data.load.some((one) => one.active > 0) ? (
              <Suspense fallback={<Loading what="正在画图" />}>
                <LoadChart load={data.load} />
              </Suspense>
            ) : (
              <EmptyState title="没有在办业务">受理后，各环节的件数会画在这里。</EmptyState>
            )}
          </section>
          <Utilities rows={data.utilities} />
        </div>
      </div>
      <Waits waits={data.waits} />
      <LoadDiagram board={data} />
    </>
  );
}

function Strip({ strip }: { strip: Board['strip'] }) {
  const figures: {
    label: string;
    value: number | null;
    unit: string;
    tone?: string;
    shape?: string;
    title?: string;
  }[] = [
    { label: '今日受理', value: strip.acceptedToday, unit: '件' },
    { label: '今日办结', value: strip.finishedToday, unit: '件' },
    { label: '在办', value: strip.open, unit: '件' },
    { label: '临期', value: strip.near, unit: '件', shape: '▲', tone: strip.near > 0 ? 'sla-near' : '' },
    { label: '超期', value: strip.over, unit: '件', shape: '■', tone: strip.over > 0 ? 'sla-over' : '' },
    { label: '暂停', value: strip.paused, unit: '件', shape: '‖' },
    {
      label: '中位用时',
      value: strip.medianMinutes === null ? null : Math.round(strip.medianMinutes),
      unit: '分',
      title: '今日停表业务的净用时',
    },
    {
      label: '预计 17 点前超期',
      value: strip.expectedBreachesBy17,
      unit: '件',
      tone: strip.expectedBreachesBy17 > 0 ? 'sla-over' : '',
    },
  ];
  return (
    <dl className="panel strip">
      {figures.map((one) => (
        <div key={one.label} title={one.title}>
          <dt>
            {one.shape ? <span aria-hidden="true">{one.shape} </span> : null}
            {one.label}
          </dt>
          <dd className={one.tone}>
            {one.value ?? '—'}
            <span className="unit">{one.unit}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Call activities of a diagram by the process that they call: what waits in there is shown on them. */
function callActivities(xml: string): Map<string, string> {
  const calls = xml.matchAll(/<bpmn:callActivity id="([^"]+)"[\s\S]*?calledElement[^>]*? processId="([^"]+)"/g);
  return new Map([...calls].map(([, id = '', processId = '']) => [processId, id]));
}

function LoadDiagram({ board }: { board: Board }) {
  const { load: own, diagram, incidents } = board;
  const load = useMemo(() => {
    if (!diagram) return own;
    const calls = callActivities(diagram.xml);
    const result = new Map(own.map((one) => [one.elementId, one]));
    for (const incident of incidents) {
      const elementId = calls.get(incident.bpmnProcessId);
      if (!elementId) continue;
      const there = result.get(elementId) ?? {
        elementId,
        elementName: incident.elementName,
        active: 0,
        near: 0,
        over: 0,
        incidents: 0,
      };
      result.set(elementId, { ...there, incidents: there.incidents + 1 });
    }
    return [...result.values()];
  }, [own, diagram, incidents]);
  const marks = useMemo(() => {
    const result: Record<string, DiagramMark[]> = {};
    for (const one of load) {
      if (one.incidents > 0) result[one.elementId] = ['incident'];
      else if (one.over + one.near > 0) result[one.elementId] = ['late'];
      else if (one.active > 0) result[one.elementId] = ['busy'];
    }
    return result;
  }, [load]);
  const overlays = useMemo<DiagramOverlay[]>(
    () =>
      load
        .filter((one) => one.active + one.incidents > 0)
        .map((one) => ({
          elementId: one.elementId,
          text:
            one.over > 0
              ? `${one.active} ■${one.over}`
              : one.near > 0
                ? `${one.active} ▲${one.near}`
                : String(Math.max(one.active, one.incidents)),
          tone: one.incidents > 0 || one.over > 0 ? 'bad' : one.near > 0 ? 'warn' : 'plain',
          title: `${one.elementName}：在办 ${one.active}，临期 ${one.near}，超期 ${one.over}，异常 ${one.incidents}`,
        })),
    [load],
  );
  // The view opens where somebody has to act: incidents, then what is late, then where most cases are.
  const focus = useMemo(() => {
    const weight = (one: (typeof load)[number]) => (one.incidents > 0 ? 2e6 : one.over + one.near > 0 ? 1e6 : 0);
    return load
      .filter((one) => one.active + one.incidents > 0)
      .toSorted((a, b) => weight(b) + b.active - weight(a) - a.active)
      .map(({ elementId }) => elementId);
  }, [load]);
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>流程图</h2>
        {diagram ? (
          <span className="muted">
            {diagramName(diagram.xml) ?? diagram.bpmnProcessId} 第 {diagram.version} 版
          </span>
        ) : null}
        <span className="grow" />
        <span className="legend">
          <span>
            <i className="l-active" />
            在办件数
          </span>
          <span>
            <i className="l-late" />▲ 临期 ■ 超期
          </span>
          <span>
            <i className="l-incident" />
            异常
          </span>
        </span>
      </div>
      {diagram ? (
        <BpmnView xml={diagram.xml} marks={marks} overlays={overlays} focus={focus} height={520} />
      ) : (
        <EmptyState title="还没有部署流程">流程分析人员部署后，这里会显示流程图和各环节的件数。</EmptyState>
      )}
    </section>
  );
}
