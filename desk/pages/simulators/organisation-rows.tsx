import { Button } from 'antd';
import type { Simulator, SimulatorOrganisation } from '../../../server/api/index.ts';
import { CircuitState } from './circuit-state.tsx';
import { FaultSwitches } from './fault-switches.tsx';
import { useFaults } from './use-faults.ts';

/** The banks or courts behind one service, each with its own switches. */
export function OrganisationRows({ simulator, editable }: { simulator: Simulator; editable: boolean }) {
  return simulator.organisations.map((organisation) => (
    <OrganisationRow key={organisation.id} simulator={simulator} organisation={organisation} editable={editable} />
  ));
}

interface RowProps {
  simulator: Simulator;
  organisation: SimulatorOrganisation;
  editable: boolean;
}

function OrganisationRow({ simulator, organisation, editable }: RowProps) {
  const path = `/api/simulators/${simulator.name}/organisations/${organisation.id}/faults`;
  const change = useFaults(path, organisation.name);
  const calls = simulator.calls.filter((call) => call.organisation === organisation.id);
  return (
    <tr className="sub-row">
      <td>
        {organisation.name}
        <div className="muted num">{organisation.id}</div>
      </td>
      <td>
        {organisation.own ? <span className="tag tag-near">单独设置</span> : <span className="muted">随部门</span>}
        <CircuitState circuits={simulator.circuits.filter((one) => one.organisation === organisation.id)} />
      </td>
      <td>
        <div className="switches">
          <FaultSwitches
            title={organisation.name}
            kind={simulator}
            faults={organisation.faults}
            disabled={!editable || change.isPending}
            onChange={(part) => change.mutate(part)}
          />
          {organisation.own && editable ? (
            <Button size="small" onClick={() => change.mutate(null)}>
              随部门设置
            </Button>
          ) : null}
        </div>
      </td>
      <td className="num">
        {calls.length === 0 ? <span className="muted">没有最近的调用</span> : null}
        {calls.slice(0, 1).map((call) => `${call.operation} ${call.outcome} ${call.caseNo ?? ''}`)}
      </td>
    </tr>
  );
}
