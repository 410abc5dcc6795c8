import type { SimulatorCircuit } from '../../../server/api/index.ts';
import { formatDateTime } from '../../lib/format.ts';

/** Says that somebody is not called at the moment, since when, and what failed last. */
export function CircuitState({ circuits }: { circuits: readonly SimulatorCircuit[] }) {
  const [first] = circuits;
  if (!first) return null;
  return (
    <div
      className="sla sla-over"
      title={`自 ${formatDateTime(first.since)} 起暂停调用，恢复后自动接通。${first.lastFailure ?? ''}`}
    >
      <span aria-hidden="true">■</span> {first.state === 'open' ? '已熔断' : '试探中'}
      {circuits.length > 1 ? ` ${circuits.length} 家` : ''}
    </div>
  );
}
