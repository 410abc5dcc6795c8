import { UNIT_STATES, type UnitState } from '../../server/api/index.ts';
import { UNIT_TONES } from '../lib/words.ts';

/** The states of a unit, each with its word. */
export function UnitStates({ states }: { states: UnitState[] }) {
  return (
    <>
      {states.map((state) => (
        <span key={state} className={`tag ${UNIT_TONES[state]}`} style={{ marginRight: 4 }}>
          {UNIT_STATES[state]}
        </span>
      ))}
    </>
  );
}
