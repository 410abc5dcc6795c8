import type { Pool } from 'pg';
import type { TestClock } from '../../platform/clock.ts';
import type { Application, CityPerson, DemoUnit, Registry, SeizureResult } from '../../registry/index.ts';
import { RegistryError } from '../../registry/index.ts';
import { tellInWriting } from '../registry/support/letters.ts';
import {
  acceptor,
  application,
  approveAndSign,
  courtOfficer,
  enter,
  loanTerms,
  payTax,
} from '../registry/support/play.ts';
import type { Operation } from './model.ts';
import type { Filing } from './page.ts';
import { dayOf } from './seizure-law.ts';

/** One session of PostgreSQL and the register on it. */
export interface Connection {
  pool: Pool;
  registry: Registry;
}

/** An operation as it went: with what only the register knew before (numbers, time of receipt), and its answer. */
export interface Played {
  operation: Operation;
  answer: string;
}

const officers = [
  { name: '执行甲', workNo: 'W1', dutyNo: 'D1' },
  { name: '执行乙', workNo: 'W2', dutyNo: 'D2' },
];

export interface Stage {
  homes: readonly DemoUnit[];
  people: ReadonlyMap<string, CityPerson>;
  clock: TestClock;
}

/** Asks the register for one thing over this connection. Whatever is not a lawful refusal is thrown. */
export async function play(stage: Stage, connection: Connection, asked: Operation): Promise<Played> {
  const operation = { ...asked };
  try {
    return { operation, answer: await ask(stage, connection, operation) };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { operation, answer: `refused ${error.problems?.[0]?.code ?? error.code}` };
  }
}

async function ask(stage: Stage, { pool, registry }: Connection, operation: Operation): Promise<string> {
  const home = stage.homes[operation.unit] as DemoUnit;
  switch (operation.do) {
    case 'file': {
      const what = applicationOf(stage, home, operation.key, operation.filing, await targetOf(pool, operation));
      operation.caseNo = (await registry.cases.fileCase(what, acceptor)).caseNo;
      return 'filed';
    }
    case 'accept':
      return accept(pool, registry, operation);
    case 'enter': {
      const result = await enter(registry, operation.caseNo);
      if (result.kind === 'entered') return result.firstTime ? 'entered' : 'entered again';
      const { blocks } = result.refusal;
      if (blocks.some((block) => block.code === 'CASE_NOT_READY')) return 'refused CASE_NOT_READY';
      return `refused ${[...new Set(blocks.map((block) => block.rule))].sort().join()}`;
    }
    case 'withdraw': {
      const by = { ...acceptor };
      const { first } = await registry.cases.requestWithdrawal({ caseNo: operation.caseNo, reason: '不买了', by });
      return first ? 'withdrawn' : 'withdrawn again';
    }
    case 'tell':
      return tell(pool, registry, stage.clock, operation.caseNo);
    case 'seize': {
      const { authority, documentNo, share, months, debtor } = operation;
      const { name, idNo } = stage.people.get(debtor) as CityPerson;
      const result = await registry.seizures.enterSeizure(
        {
          ...{ noticeNo: operation.key, unitCodes: [home.unitCode], seizureKind: 'seizure', authority, documentNo },
          ...{ termMonths: months, scopeShare: share, respondent: { name, idNo }, officers },
        },
        courtOfficer,
      );
      return seized(operation, result);
    }
    case 'sweep':
      await registry.seizures.sweep();
      await registry.lapses.sweep();
      return 'swept';
    default:
      return onSeizure(pool, registry, operation);
  }
}

function seized(operation: { deliveredAt?: number }, result: SeizureResult): string {
  if (result.kind === 'refused') return `refused ${result.rule}`;
  operation.deliveredAt = result.deliveredAt.getTime();
  return `${result.entries[0]?.state}, told ${[...result.affectedCases].sort().join()}`;
}

async function onSeizure(
  pool: Pool,
  registry: Registry,
  operation: Operation & { do: 'lift' | 'renew' | 'dispose' | 'expire' },
): Promise<string> {
  const { rows } = await pool.query<{ right_id: string; authority: string; document_no: string }>(
    `SELECT right_id, authority, document_no FROM registry.rights JOIN registry.seizure_details USING (right_id)
     JOIN registry.register_entries e USING (entry_id) WHERE e.reference = $1`,
    [operation.target],
  );
  const [row] = rows;
  if (!row) throw new Error(`No seizure of the notice ${operation.target}`);
  const { right_id: rightId, document_no: documentNo } = row;
  const noticeNo = operation.key;
  switch (operation.do) {
    case 'lift': {
      const { authority } = operation;
      const result = await registry.seizures.liftSeizure({ noticeNo, rightId, authority, documentNo }, courtOfficer);
      return result.kind === 'lifted' ? `lifted, ${result.promotions.length} promoted` : `refused ${result.rule}`;
    }
    case 'renew': {
      const result = await registry.seizures.renewSeizure(
        { noticeNo, rightId, authority: row.authority, documentNo, termMonths: operation.months, officers },
        courtOfficer,
      );
      if (result.kind === 'refused') return `refused ${result.rule}`;
      if (result.kind === 'renewed') return `renewed until ${dayOf(result.newEnd.getTime())}`;
      return `late, ${seized(operation, result.entered)}`;
    }
    case 'dispose': {
      const { extent } = operation;
      const result = await registry.seizures.disposeSeizure({ noticeNo, rightId, documentNo, extent }, courtOfficer);
      return result.kind === 'disposed' ? `disposed, ${result.promotions.length} promoted` : `refused ${result.rule}`;
    }
    case 'expire': {
      const result = await registry.seizures.expireSeizure(rightId);
      return result.kind === 'ended' ? result.how : result.kind;
    }
    default:
      return operation satisfies never;
  }
}

/** 受理 with everything that follows up to the 登簿: tax, review, signature, and the written consents asked for. */
async function accept(pool: Pool, registry: Registry, operation: Operation & { do: 'accept' }): Promise<string> {
  const { caseNo } = operation;
  await registry.cases.recordIntake({ caseNo, taskKey: `${caseNo}-intake`, decision: 'accept', by: acceptor });
  await registry.cases.acceptCase(caseNo);
  const { rows } = await pool.query<{ item_code: string; ex_officio: boolean }>(
    "SELECT item_code, terms -> 'correction' -> 'exOfficio' = 'true' AS ex_officio FROM registry.cases WHERE case_no = $1",
    [caseNo],
  );
  if (registry.items.getItem(rows[0]?.item_code ?? '').needsTax) await payTax(registry, caseNo);
  for (const { right_id: rightId, kind } of await burdens(pool, operation.consents))
    await registry.cases.recordConsent({ caseNo, rightId, kind: consentKinds[kind] ?? 'mortgagee', by: acceptor });
  await approveAndSign(registry, caseNo);
  if (rows[0]?.ex_officio) await registry.publicity.open(caseNo);
  return 'accepted';
}

/** 实施细则 §81: each owner gets a letter, and his days run from its receipt. */
async function tell(pool: Pool, registry: Registry, clock: TestClock, caseNo: string): Promise<string> {
  const { rows } = await pool.query<{ letter_id: string }>(
    "SELECT letter_id FROM registry.printed_letters WHERE reference = $1 AND kind = 'ex_officio' AND told_at IS NULL ORDER BY letter_id",
    [caseNo],
  );
  for (const { letter_id: letterId } of rows) await tellInWriting(registry, clock, letterId);
  return rows.length > 0 ? 'told' : 'nobody to tell';
}

const consentKinds: Record<string, 'mortgagee' | 'caution_holder' | 'objection_risk'> = {
  MORTGAGE: 'mortgagee',
  CAUTION: 'caution_holder',
  OBJECTION: 'objection_risk',
};

async function burdens(pool: Pool, caseNos: readonly string[]): Promise<{ right_id: string; kind: string }[]> {
  const { rows } = await pool.query<{ right_id: string; kind: string }>(
    "SELECT right_id, kind FROM registry.rights WHERE case_no = ANY ($1) AND kind IN ('MORTGAGE', 'CAUTION', 'OBJECTION')",
    [caseNos],
  );
  return rows;
}

async function targetOf(pool: Pool, { filing }: Operation & { do: 'file' }): Promise<string> {
  if (filing.what !== 'cancel') return '';
  return (await burdens(pool, [filing.target]))[0]?.right_id ?? '';
}

const identities = (people: readonly CityPerson[]) => people.map(({ name, idType, idNo }) => ({ name, idType, idNo }));

function applicationOf(stage: Stage, unit: DemoUnit, key: string, filing: Filing, target: string): Application {
  const who = (...ids: string[]) => ids.map((id) => stage.people.get(id) as CityPerson);
  const contract = { priceFen: 200_000_000, signedOn: '2026-11-20', payMode: 'full' as const };
  const more = { applicationKey: key };
  switch (filing.what) {
    case 'sale':
      return application(
        'BDC-10',
        unit,
        { acquirers: who(filing.buyer), obligors: who(...filing.sellers) },
        { ...more, ownershipMode: 'single', contract },
      );
    case 'inheritance':
      return application(
        'BDC-11',
        unit,
        { acquirers: who(filing.heir) },
        {
          ...more,
          ownershipMode: 'single',
          transfer: {
            reason: 'inheritance',
            basisNo: '（2026）浙甬天证民字第188号',
            effectiveOn: filing.diedOn,
            previous: identities(who(...filing.deceased)),
          },
        },
      );
    case 'inherited sale':
      return application(
        'BDC-10',
        unit,
        { acquirers: who(filing.buyer), obligors: who(filing.heir) },
        {
          ...more,
          combined: ['BDC-11'],
          ownershipMode: 'single',
          contract,
          inheritance: {
            deceased: identities(who(...filing.deceased)),
            basisNo: '（2026）浙甬天证民字第188号',
            diedOn: filing.diedOn,
            unnotarised: false,
            mode: 'single',
            heirs: [{ partyNo: 2 }],
          },
        },
      );
    case 'mortgage':
      return application(
        'BDC-17',
        unit,
        { acquirers: who(filing.lender), obligors: who(...filing.owners) },
        { ...more, mortgage: loanTerms({ restrictsTransfer: filing.restricts }) },
      );
    case 'cancel':
      return application(
        'BDC-21',
        unit,
        { acquirers: who(filing.lender) },
        { ...more, targets: [{ rightId: target }], cancellation: { cause: 'claim_ended', endedOn: '2026-11-20' } },
      );
    case 'caution':
      return application(
        'BDC-26',
        unit,
        { acquirers: who(filing.buyer), obligors: who(...filing.owners) },
        {
          ...more,
          operation: 'sale',
          contract,
          caution: { agreementNo: 'YG-1', agreedOn: '2026-11-20', registrableFrom: filing.from },
        },
      );
    case 'objection':
      return application(
        'BDC-30',
        unit,
        { acquirers: who(filing.by) },
        { ...more, objection: { ground: filing.ground, matter: '主张登记有错', evidenceNo: '证据1号' } },
      );
    case 'correction':
    case 'ex officio':
      return application(
        'BDC-29',
        unit,
        { acquirers: who(...filing.owners) },
        {
          ...more,
          operation: 'facts',
          correction: {
            error: '坐落写错',
            evidenceNo: '门牌证明1号',
            holderConsents: filing.what === 'correction',
            exOfficio: filing.what === 'ex officio',
          },
          facts: { reason: '登记错误', basisNo: '门牌证明1号', location: filing.location },
        },
      );
    default:
      return filing satisfies never;
  }
}
