import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DiagramView } from '../../../server/api/index.ts';
import { diagramQuery } from '../../api/queries.ts';
import { BpmnView, type DiagramMark, type DiagramOverlay } from '../../components/bpmn-view.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading } from '../../components/loading.tsx';
import { Problem } from '../../components/problem.tsx';
import { diagramName } from '../../lib/diagram-name.ts';
import { formatDateTime } from '../../lib/format.ts';

/** The diagram with the token's position, and the diagrams that it called. */
export function CaseDiagram({ caseNo }: { caseNo: string }) {
  const { data, error, isPending, refetch } = useQuery(diagramQuery(caseNo));
  if (isPending) return <Loading what="正在读取流程图" />;
  if (!data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (data.diagrams.length === 0) {
    return <EmptyState title="流程还没有开始">提交后几秒内流程就会开始，本页会自动更新。</EmptyState>;
  }
  return (
    <>
      {data.diagrams.map((diagram) => (
        <Diagram key={diagram.processInstanceKey} diagram={diagram} main={diagram === data.diagrams[0]} />
      ))}
    </>
  );
}

function Diagram({ diagram, main }: { diagram: DiagramView; main: boolean }) {
  const marks = useMemo(() => {
    const result: Record<string, DiagramMark[]> = {};
    for (const id of diagram.completed) result[id] = ['completed'];
    for (const { elementId } of diagram.active) result[elementId] = ['active'];
    for (const { elementId } of diagram.incidents) result[elementId] = ['incident'];
    return result;
  }, [diagram]);
  const focus = useMemo(() => [...diagram.incidents, ...diagram.active].map(({ elementId }) => elementId), [diagram]);
  const overlays = useMemo<DiagramOverlay[]>(
    () => [
      ...diagram.active
        .filter(({ elementId }) => !diagram.incidents.some((incident) => incident.elementId === elementId))
        .map(({ elementId, since }) => ({
          elementId,
          text: '▶',
          tone: 'plain' as const,
          title: since ? `自 ${formatDateTime(since)} 在此` : '正在此处',
        })),
      ...diagram.incidents.map(({ elementId, message }) => ({
        elementId,
        text: '!',
        tone: 'bad' as const,
        title: message,
      })),
    ],
    [diagram],
  );
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{main ? '办理流程' : '子流程'}</h2>
        <span className="muted">
          {diagramName(diagram.xml) ?? diagram.bpmnProcessId}
          {diagram.version === null ? '' : ` 第 ${diagram.version} 版`}
        </span>
        <span className="grow" />
        <span className="legend">
          <span>
            <i className="l-active" />▶ 正在此处
          </span>
          <span>
            <i className="l-completed" />
            已完成
          </span>
          <span>
            <i className="l-incident" />! 异常
          </span>
        </span>
      </div>
      <BpmnView
        xml={diagram.xml}
        marks={marks}
        overlays={overlays}
        focus={focus}
        height={main ? 'calc(100vh - 250px)' : 320}
      />
    </section>
  );
}
