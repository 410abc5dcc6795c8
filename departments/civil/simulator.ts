/** Simulated civil affairs. `PUT /people` sets what its books say of a person; of anybody else it has no record. */
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { CalendarDate, Person } from '../shared/wire.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, refuse } from '../simulation/simulator.ts';
import { civilOperations, DeathAnswer, type MarriageAnswer, MarriageStatus } from './contract.ts';

interface Entry {
  readonly name: string;
  readonly marriage?: MarriageAnswer;
  readonly death?: DeathAnswer;
}

const People = Type.Object({
  people: Type.Array(
    Type.Object({
      ...Person.properties,
      marriage: Type.Optional(
        Type.Object({
          status: MarriageStatus,
          spouse: Type.Optional(Person),
          certNo: Type.Optional(Type.String()),
          date: Type.Optional(CalendarDate),
        }),
      ),
      death: Type.Optional(DeathAnswer),
    }),
  ),
});

const differs = () => refuse('CIVIL_NAME_DIFFERS', '姓名与证件号码不符，请核对当事人证件后重新查询。');

export async function civilSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'civil', options);
  const entries = kit.table<Entry>('entries');

  kit.serve(civilOperations.queryMarriage, ({ name, idNo }) => {
    const entry = entries.get(idNo.toUpperCase());
    if (entry && entry.name !== name) return differs();
    return entry?.marriage ?? ({ status: 'no_record' } satisfies MarriageAnswer);
  });

  kit.serve(civilOperations.queryDeath, ({ name, idNo }) => {
    const entry = entries.get(idNo.toUpperCase());
    if (entry && entry.name !== name) return differs();
    return entry?.death ?? ({ status: 'no_record' } satisfies DeathAnswer);
  });

  app.put('/people', { schema: { body: People } }, async (request) => {
    const { people } = request.body as Type.Static<typeof People>;
    for (const { idNo, ...entry } of people) {
      const key = idNo.toUpperCase();
      entries.set(key, { ...entries.get(key), ...entry });
      // A marriage has two sides.
      const spouse = entry.marriage?.status === 'married' ? entry.marriage.spouse : undefined;
      if (spouse) {
        const marriage = { ...entry.marriage!, spouse: { name: entry.name, idNo } };
        const spouseKey = spouse.idNo.toUpperCase();
        entries.set(spouseKey, { ...entries.get(spouseKey), name: spouse.name, marriage });
      }
    }
    return { people: people.length };
  });
}
