import { Button } from 'antd';
import { useState } from 'react';
import type { Simulator } from '../../../server/api/index.ts';
import { formatDateTime } from '../../lib/format.ts';
import { CircuitState } from './circuit-state.tsx';
import { FaultSwitches, isDisturbed, noFaults } from './fault-switches.tsx';
import { OrganisationRows } from './organisation-rows.tsx';
import { useFaults } from './use-faults.ts';
import { WaitingResults } from './waiting-results.tsx';

const SHOWN_CALLS = 2;

/** One department: does it answer, is it called, its switches and its last calls; banks and courts unfold below it. */
export function SimulatorRow({ simulator, editable }: { simulator: Simulator; editable: boolean }) {
  const [unfolded, setUnfolded] = useState(false);
  const change = useFaults(`/api/simulators/${simulator.name}/faults`, simulator.title);
  const { faults, organisations } = simulator;
  const disturbed = faults !== null && isDisturbed(faults, simulator);
  const apart = organisations.filter(({ own }) => own).length;
  return (
    <>
      <tr>
        <td style={{ whiteSpace: 'nowrap' }}>
          <strong>{simulator.title}</strong>
          <div className="muted">{simulator.name}</div>
          <WaitingResults simulator={simulator} />
          {organisations.length > 0 ? (
            <Button
              size="small"
              type="link"
              style={{ padding: 0 }}
              aria-expanded={unfolded}
              onClick={() => setUnfolded(!unfolded)}
            >
              {unfolded ? '收起' : '展开'} {organisations.length} 家
            </Button>
          ) : null}
        </td>
        <td style={{ whiteSpace: 'nowrap' }}>
          {simulator.healthy ? (
            <span className="sla sla-normal">
              <span aria-hidden="true">●</span> 正常
            </span>
          ) : (
            <span className="sla sla-over">
              <span aria-hidden="true">■</span> 不应答
            </span>
          )}{' '}
          <span className="muted num">
            {simulator.latencyMs === null ? '' : `${Math.round(simulator.latencyMs)} 毫秒`}
          </span>
          <CircuitState circuits={simulator.circuits} />
          {disturbed ? (
            <div>
              <span className="tag tag-near">故障演练中</span>
            </div>
          ) : null}
          {apart > 0 ? (
            <div>
              <span className="tag tag-near">{apart} 家单独设置</span>
            </div>
          ) : null}
        </td>
        <td>
          <div className="switches">
            <FaultSwitches
              title={simulator.title}
              kind={simulator}
              faults={faults}
              disabled={!editable || !faults || change.isPending}
              onChange={(part) => change.mutate(part)}
            />
            {disturbed && editable ? (
              <Button size="small" onClick={() => change.mutate(noFaults)}>
                恢复正常
              </Button>
            ) : null}
          </div>
        </td>
        <td className="num" style={{ minWidth: 250 }}>
          {simulator.calls.length === 0 ? <span className="muted">还没有调用</span> : null}
          {simulator.calls.slice(0, SHOWN_CALLS).map((call, index) => (
            <div key={index}>
              {formatDateTime(call.at).slice(5)} {call.operation}{' '}
              <span className={`tag ${call.outcome === 'ok' ? 'tag-ok' : 'tag-near'}`}>{call.outcome}</span>
              {call.replayed ? <span className="tag">重复请求</span> : null}{' '}
              <span className="muted">{[call.organisation, call.caseNo].filter(Boolean).join(' ')}</span>
            </div>
          ))}
        </td>
      </tr>
      {unfolded ? <OrganisationRows simulator={simulator} editable={editable} /> : null}
    </>
  );
}
