import { createHash } from 'node:crypto';
import { spendConsent } from '../bank/consents.ts';
import { insertLoan } from '../bank/loans.ts';
import { dayOf } from '../calendar/local-time.ts';
import type { Actor, District } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { appliedOperations, getItem } from '../items/items.ts';
import type { Item } from '../items/types.ts';
import { enqueue } from '../outbox/outbox.ts';
import { publicityKindOf } from '../publicity/kind.ts';
import { assertQuality, wantQuality } from '../quality/threshold.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { linkToTicket } from '../tickets/tickets.ts';
import { type LegacyCode, legacyProblems, lookUpLegacy, recordLegacy } from '../units/legacy-codes.ts';
import { districts } from '../validators/unit-code.ts';
import { insertChoices } from '../yilutong/file-choices.ts';
import { requireSurvey } from './surveys-named.ts';
import { resolveTargets, withPapersToReplace } from './targets.ts';
import type { Application, ApplicationTerms, StartVariables } from './types.ts';
import { validateApplication } from './validate-application.ts';

/** 20 digits: day, district, running number. Drawn inside the filing transaction, never reused. */
export async function drawCaseNo(db: Queryable, now: Date, district: string): Promise<string> {
  const day = dayOf(now);
  const row = await one<{ last: number }>(
    db,
    `INSERT INTO registry.case_counters VALUES ($1, $2, 1) ON CONFLICT (day, district) DO UPDATE SET last = case_counters.last + 1 RETURNING last`,
    [day, district],
  );
  return `${day.replaceAll('-', '')}${district}${String(row?.last).padStart(6, '0')}`;
}

/** Input of the deed tax table; what has no row there goes to a tax officer (domain §6.1). */
function taxRelationOf(application: Application, item: Item, needsTax: boolean): StartVariables['taxRelation'] {
  if (!needsTax) return 'none';
  switch (application.transfer?.reason) {
    case 'gift':
      return 'gift';
    case 'inheritance':
      return 'inheritance_statutory';
    case 'bequest':
      return 'bequest';
    case 'marital_agreement':
      return 'spouse_change';
    case 'divorce':
      return 'divorce';
    case 'share_change':
      return 'share_change';
    case 'judgment':
    case 'arbitration':
    case 'enforcement':
      return 'judicial';
    // Exemptions of restructuring, exchange and resettlement depend on papers: a tax officer decides.
    case 'contribution':
    case 'company_merger':
    case 'company_division':
    case 'restructuring':
    case 'exchange':
    case 'resettlement':
      return 'other';
    default:
      return item.taxRelation;
  }
}

function startVariablesOf(
  caseNo: string,
  application: Application,
  item: Item,
  district: District,
  now: Date,
): StartVariables {
  const combined = application.combined ?? [];
  const applied = appliedOperations({ itemCode: item.code, operation: application.operation ?? null, combined });
  const items = applied.map((one) => one.item);
  // 划拨: no price, no deed tax (契税法 §2).
  const needsTax = items.some((one) => one.needsTax) && application.landGrant?.method !== 'allocation';
  return {
    caseNo,
    processId: application.process ?? 'bdc-registration',
    itemCode: item.code,
    channel: application.channel,
    district,
    unitCode: application.unitCodes[0] ?? '',
    unitCodes: application.unitCodes,
    partyNos: application.parties.map((_, i) => i + 1),
    ruleProfile: application.ruleProfile ?? 'current',
    contractDate:
      application.contract?.signedOn ?? application.transfer?.effectiveOn ?? application.landGrant?.signedOn ?? null,
    operation: application.operation ?? null,
    combined,
    filedOn: dayOf(now),
    taxRelation: taxRelationOf(application, item, needsTax),
    siteView: item.siteView,
    autoAcceptEligible: items.every((one) => one.autoAccept),
    needsContract: applied.some((one) => one.item.needsContract && one.operation.blocks.includes('contract')),
    needsTax,
    publicity: publicityKindOf(application),
    hasLoan: application.hasLoan ?? false,
    certMedium: application.certMedium ?? 'electronic',
    delivery: application.delivery ?? 'none',
    ...(application.process === 'bdc-secondhand-yilutong'
      ? {
          services: (application.utilities ?? []).map(({ service }) => service),
          needsEscrow: application.contract?.escrow ?? false,
          wantsHukou: Boolean(application.hukou),
        }
      : {}),
  };
}

/** Case, parties and the outbox row that starts the process commit together (architecture §5.7). The application key makes a repeated click harmless. */
export async function fileCase(
  { pool, clock }: Deps,
  input: Application,
  actor: Actor,
): Promise<{ caseNo: string; startVariables: StartVariables; firstTime: boolean }> {
  const item = getItem(input.itemCode);
  const now = clock.now();
  const { problems, application } = validateApplication(input, item, now);
  const notOffered = (await loadRuleBook(pool)).value('items.not_offered', input.ruleProfile ?? 'current', dayOf(now));
  if ([item.code, ...(input.combined ?? [])].some((code) => notOffered.includes(code))) {
    const message = `事项“${item.name}”已停办；请改选其他事项，或按线下流程办理。`;
    problems.push({ field: 'itemCode', code: 'ITEM_NOT_OFFERED', message });
  }
  if (problems.length > 0) {
    throw new RegistryError(
      'APPLICATION_INVALID',
      `申请表有${problems.length}处需要改正：${problems.map((p) => p.message).join(' ')}`,
      problems,
    );
  }
  const hash = createHash('sha256').update(JSON.stringify(application)).digest('hex');
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.file:${application.applicationKey}`]);
    const earlier = await one<{ case_no: string; application_hash: string; start_variables: StartVariables }>(
      client,
      'SELECT case_no, application_hash, start_variables FROM registry.cases WHERE application_key = $1',
      [application.applicationKey],
    );
    if (earlier && earlier.application_hash !== hash) {
      throw new RegistryError(
        'APPLICATION_KEY_REUSED',
        `该申请标识已用于业务${earlier.case_no}，内容不同；请刷新页面后作为新申请提交。`,
      );
    }
    if (earlier) return { caseNo: earlier.case_no, startVariables: earlier.start_variables, firstTime: false };

    const district = application.unitCodes[0]?.slice(0, 6) as District;
    await assertUnitsKnown(client, application.unitCodes, application.legacyCodes ?? []);
    await requireSurvey(client, application);
    await assertQuality(client, application, now);
    const targets = await resolveTargets(client, application);
    const filed = await withPapersToReplace(client, application, targets);
    const caseNo = await drawCaseNo(client, now, district);
    const startVariables = startVariablesOf(caseNo, application, item, district, now);
    await insertCase(client, { caseNo, application: filed, hash, item, district, startVariables, targets, actor, now });
    const ticket = await linkToTicket(client, { caseNo, channel: application.channel, userId: actor.userId, now });
    const confirmed = application.legacyCodes ?? [];
    await wantQuality(client, caseNo, application.unitCodes, now);
    await recordLegacy(client, { caseNo, confirmed, userId: actor.userId, at: now });
    await insertBankLoan(client, caseNo, application, now);
    await insertChoices(client, caseNo, application, now);
    await enqueue(client, { topic: 'case.filed', caseNo, payload: { ...startVariables }, at: now });
    await appendEvent(client, {
      chain: district,
      topic: 'case.filed',
      caseNo,
      unitCodes: application.unitCodes,
      actor: actor.userId,
      at: now,
      payload: {
        itemCode: item.code,
        channel: application.channel,
        parties: application.parties.length,
        applicationHash: hash,
        ...(confirmed.length > 0 ? { legacyCodes: confirmed } : {}),
        ...(ticket === null ? {} : { ticket }),
      },
    });
    return { caseNo, startVariables, firstTime: true };
  });
}

/** A foreign or unknown unit cannot have a case here: the clerk hears it at once instead of from a process. */
async function assertUnitsKnown(db: Queryable, unitCodes: string[], confirmed: readonly LegacyCode[]): Promise<void> {
  const { rows } = await db.query<{ unit_code: string }>(
    'SELECT unit_code FROM registry.units WHERE unit_code = ANY ($1)',
    [unitCodes],
  );
  const known = new Set(rows.map((row) => row.unit_code));
  const unknown = unitCodes.filter((code) => !known.has(code));
  const legacy = new Map((await lookUpLegacy(db, unknown)).map((one) => [one.legacyCode, one]));
  const findings = unitCodes.flatMap((code, i) => {
    if (known.has(code)) return [];
    const today = legacy.get(code);
    if (today)
      return [
        {
          field: `unitCodes[${i}]`,
          code: 'UNIT_LEGACY',
          message: `${code}是原江东区旧单元号，对照表上的现行单元为${today.unitCode}（${today.location}）；请与权属证书核对，确认无误后以现行单元号申请。`,
        },
      ];
    const ours = code.slice(0, 6) in districts;
    return [
      {
        field: `unitCodes[${i}]`,
        code: ours ? 'UNIT_NOT_FOUND' : 'UNIT_NOT_OURS',
        message: ours
          ? `登记簿没有单元${code}；请按权属证书核对单元号，旧证未关联单元的请先办理房地挂接。`
          : `单元${code}不属于本机构登记范围；请告知申请人向不动产所在地登记机构申请。`,
      },
    ];
  });
  const problems = [...findings, ...(await legacyProblems(db, confirmed, unitCodes))];
  if (problems.length > 0)
    throw new RegistryError('APPLICATION_INVALID', problems.map((p) => p.message).join(' '), problems);
}

async function insertCase(
  db: Queryable,
  input: {
    caseNo: string;
    application: Application;
    hash: string;
    item: Item;
    district: District;
    startVariables: StartVariables;
    /** Numbers of the rights the case is about. */
    targets: string[];
    actor: Actor;
    now: Date;
  },
): Promise<void> {
  const { caseNo, application, startVariables } = input;
  await db.query(
    `INSERT INTO registry.cases (case_no, application_key, application_hash, item_code, channel, district, rule_profile, ownership_mode, contract, mortgage,
       name_change, tax_family, has_loan, cert_medium, separate_certs, delivery, delivery_address, start_variables, filed_at, filed_by,
       process_id, organisation_id, operation, combined, terms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
    [
      caseNo,
      application.applicationKey,
      input.hash,
      input.item.code,
      application.channel,
      input.district,
      startVariables.ruleProfile,
      application.ownershipMode ?? null,
      json(application.contract),
      json(application.mortgage),
      json(application.nameChange),
      json(application.taxFamily),
      startVariables.hasLoan,
      startVariables.certMedium,
      application.separateCerts ?? false,
      startVariables.delivery,
      application.deliveryAddress ?? null,
      json(startVariables),
      input.now,
      input.actor.userId,
      startVariables.processId,
      application.organisationId ?? null,
      startVariables.operation,
      startVariables.combined,
      json(termsOf(application)),
    ],
  );
  await db.query(
    'INSERT INTO registry.case_targets (case_no, right_id) SELECT $1, r FROM unnest($2::bigint[]) AS t(r) ORDER BY r',
    [caseNo, input.targets],
  );
  await db.query(
    'INSERT INTO registry.case_units (case_no, unit_code) SELECT $1, u FROM unnest($2::text[]) AS t(u) ORDER BY u',
    [caseNo, application.unitCodes],
  );
  const p = application.parties;
  await db.query(
    `INSERT INTO registry.case_parties (case_no, party_no, role, nature, name, id_type, id_no, phone, address, share_n, share_d, represents)
     SELECT $1, row_number() OVER (), * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::int[])`,
    [
      caseNo,
      p.map((x) => x.role),
      p.map((x) => x.nature),
      p.map((x) => x.name),
      p.map((x) => x.idType),
      p.map((x) => x.idNo),
      p.map((x) => x.phone ?? null),
      p.map((x) => x.address ?? null),
      p.map((x) => x.share?.n ?? null),
      p.map((x) => x.share?.d ?? null),
      p.map((x) => x.representsPartyNo ?? null),
    ],
  );
  for (const consent of application.consents ?? []) {
    await db.query(
      'INSERT INTO registry.consents (case_no, right_id, kind, user_id, at) SELECT $1, right_id, $3, $4, $5 FROM registry.rights WHERE right_id = $2',
      [caseNo, consent.rightId, consent.kind, input.actor.userId, input.now],
    );
  }
}

/** The consent is used up together with the filing: two cases cannot be filed on one. */
async function insertBankLoan(db: Queryable, caseNo: string, application: Application, now: Date): Promise<void> {
  const { loan, organisationId, unitCodes } = application;
  if (!loan || !organisationId) return;
  await insertLoan(db, { caseNo, organisationId, loanNo: loan.loanNo });
  if (loan.consentNo) await spendConsent(db, { consentNo: loan.consentNo, organisationId, unitCodes, caseNo, now });
}

/** The blocks that have no column of their own. */
function termsOf(application: Application): ApplicationTerms {
  const { transfer, inheritance, mortgageChange, mortgageTransfer, caution, cautionChange, cancellation } = application;
  const { easement, residence, facts, correction, objection, reissue, landGrant, first, partition } = application;
  const change = { transfer, inheritance, mortgageChange, mortgageTransfer, caution, cautionChange, cancellation };
  const rest = { easement, residence, facts, correction, objection, reissue, landGrant, first, partition };
  return JSON.parse(JSON.stringify({ ...change, ...rest }));
}

function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
