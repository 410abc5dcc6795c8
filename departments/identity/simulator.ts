/**
 * Simulated police service. It keeps its own population: people set by `PUT /people`, and whoever is asked about for
 * the first time with a well-formed number is taken in under the name given. A second name for that number differs.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, refuse } from '../simulation/simulator.ts';
import type { HouseholdAnswer, VerifyIdentityAnswer } from './contract.ts';
import { identityOperations, type VerifyIdentityRequest } from './contract.ts';

interface Citizen {
  readonly name: string;
  readonly status: 'normal' | 'lost' | 'deceased';
}
type Household = HouseholdAnswer;

const People = Type.Object({
  people: Type.Array(
    Type.Object({
      name: Type.String({ minLength: 1 }),
      idNo: Type.String({ minLength: 4 }),
      status: Type.Optional(Type.Union([Type.Literal('normal'), Type.Literal('lost'), Type.Literal('deceased')])),
    }),
  ),
});
const Households = Type.Object({
  households: Type.Array(
    Type.Object({ householdNo: Type.String(), members: Type.Array(Type.Object({}, { additionalProperties: true })) }),
  ),
});

const Addresses = Type.Object({ occupied: Type.Array(Type.String({ minLength: 2 })) });

export async function identitySimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'identity', options);
  const citizens = kit.table<Citizen>('citizens');
  const households = kit.table<Household>('households');
  const occupied = kit.table<true>('occupiedAddresses');
  const validForMs = 30 * 60_000;

  function check(request: VerifyIdentityRequest): Pick<VerifyIdentityAnswer, 'matched' | 'score' | 'reason'> {
    const idNo = request.idNo.toUpperCase();
    if (request.idType === 'citizen' && !isCitizenNumber(idNo))
      return { matched: false, score: 0, reason: 'not_found' };
    const known = citizens.get(idNo);
    if (!known) citizens.set(idNo, { name: request.name, status: 'normal' });
    const citizen = known ?? { name: request.name, status: 'normal' };
    if (citizen.name !== request.name) return { matched: false, score: 35, reason: 'name_differs' };
    if (citizen.status !== 'normal') return { matched: false, score: 90, reason: citizen.status };
    return { matched: true, score: request.faceToken === undefined ? 95 : 99, reason: null };
  }

  kit.serve(
    identityOperations.verify,
    (request): VerifyIdentityAnswer => ({
      ...check(request),
      verifyNo: kit.nextNumber('IDV'),
      expireAt: kit.instantAfter(validForMs),
    }),
  );

  kit.serve(
    identityOperations.household,
    (request) =>
      households
        .values()
        .find(({ members }) => members.some(({ idNo, name }) => idNo === request.idNo && name === request.name)) ??
      refuse('HOUSEHOLD_NOT_FOUND', '未查询到该人员的户籍信息，请核对姓名和证件号码，或收取户口簿。'),
  );

  /** Occupied: the address was set so, or the buyer wants to move in while the seller has not moved out. */
  kit.serve(identityOperations.notifyHukou, (request) => {
    if (occupied.get(addressKey(request.address)) || (request.moveIn && !request.movedOut)) {
      return refuse('HUKOU_OCCUPIED', '该地址尚有原户籍人员未迁出，请提醒买卖双方自行到派出所办理。');
    }
    return { receiptNo: kit.nextNumber('HKN'), receivedAt: kit.now() };
  });

  /** Addresses at which somebody is still registered. */
  app.put('/addresses', { schema: { body: Addresses } }, async (request) => {
    const { occupied: given } = request.body as Type.Static<typeof Addresses>;
    for (const address of given) occupied.set(addressKey(address), true);
    return { occupied: given.length };
  });

  app.put('/people', { schema: { body: People } }, async (request) => {
    const { people } = request.body as Type.Static<typeof People>;
    for (const { idNo, name, status } of people) {
      citizens.set(idNo.toUpperCase(), { name, status: status ?? 'normal' });
    }
    return { people: people.length };
  });

  app.put('/households', { schema: { body: Households } }, async (request) => {
    const { households: given } = request.body as { households: Household[] };
    for (const household of given) households.set(household.householdNo, household);
    return { households: given.length };
  });
}

function addressKey(address: string): string {
  return createHash('sha256').update(address.replace(/\s/g, '')).digest('hex').slice(0, 32);
}

/** GB 11643-1999: 18 characters with an ISO 7064 MOD 11-2 check character and a real date. */
function isCitizenNumber(idNo: string): boolean {
  if (!/^\d{17}[\dX]$/.test(idNo)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(idNo[index]), 0);
  const birth = `${idNo.slice(6, 10)}-${idNo.slice(10, 12)}-${idNo.slice(12, 14)}`;
  const day = new Date(`${birth}T00:00:00Z`);
  return (
    '10X98765432'[sum % 11] === idNo[17] && !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === birth
  );
}
