/**
 * Simulated register of companies. `PUT /companies` sets companies; any other well-formed code is taken in as an active
 * demo company, so that a demo needs no preparation.
 */
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, refuse } from '../simulation/simulator.ts';
import type { Company } from './contract.ts';
import { marketOperations } from './contract.ts';

type Entry = Omit<Company, 'status'> & { readonly status: Company['status'] | 'revoked' | 'cancelled' };

const Companies = Type.Object({
  companies: Type.Array(
    Type.Object({
      uscc: Type.String({ minLength: 18, maxLength: 18 }),
      name: Type.String({ minLength: 1 }),
      status: Type.Union([
        Type.Literal('active'),
        Type.Literal('abnormal'),
        Type.Literal('revoked'),
        Type.Literal('cancelled'),
      ]),
      legalRep: Type.Optional(Type.String()),
      small: Type.Optional(Type.Boolean()),
    }),
  ),
});

export async function marketSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'market', options);
  const companies = kit.table<Entry>('companies');

  kit.serve(marketOperations.queryCompany, (request) => {
    const uscc = request.uscc.toUpperCase();
    const known = companies.get(uscc);
    if (!known && !isUscc(uscc)) return refuse('COMPANY_NOT_FOUND', '未查询到该企业，请核对统一社会信用代码。');
    const entry: Entry = known ?? {
      name: `演示企业${uscc.slice(-6)}（演示）`,
      status: 'active',
      legalRep: '演示法定代表人',
      small: false,
    };
    if (!known) companies.set(uscc, entry);
    if (entry.status === 'revoked' || entry.status === 'cancelled') {
      return refuse('COMPANY_REVOKED', '该企业已被吊销或注销，不能作为申请人，请收取清算组或承继主体的材料。');
    }
    return { name: entry.name, status: entry.status, legalRep: entry.legalRep, small: entry.small };
  });

  app.put('/companies', { schema: { body: Companies } }, async (request) => {
    const { companies: given } = request.body as Type.Static<typeof Companies>;
    for (const { uscc, legalRep = '演示法定代表人', small = false, ...rest } of given) {
      companies.set(uscc.toUpperCase(), { ...rest, legalRep, small });
    }
    return { companies: given.length };
  });
}

/** GB 32100-2015: 18 characters, the last one a check character modulo 31. */
function isUscc(code: string): boolean {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  if (code.length !== 18 || [...code].some((character) => !alphabet.includes(character))) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (sum % 31)) % 31] === code[17];
}
