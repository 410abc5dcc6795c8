import { dayOf } from '../calendar/local-time.ts';
import { type CaseRow, lockCase, lockOpenCase, unitCodesOf } from '../cases/case-row.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, number, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { getItem } from '../items/items.ts';
import { enqueue } from '../outbox/outbox.ts';
import { maskName } from '../people/mask.ts';
import { loadParties } from '../people/parties.ts';
import { dayExists } from '../validators/normalise.ts';
import { consentBehind } from './consents.ts';
import { closeLink, type LinkRow, makeLink, verifiedLink } from './links.ts';
import { writeConfirmedRanks } from './ranks.ts';
import type { BankApi, ContractInfo, LinkContent, SignerView } from './types.ts';

/** Domain §5.12: signer P7D. */
const SIGN_DAYS = 7;
const DAY_MS = 86_400_000;

interface InfoRow {
  round: number;
  loan_signed_on: string;
  mortgage_signed_on: string;
  note: string | null;
  entered_by: string;
  entered_at: Date;
}

async function newestInfo(db: Queryable, caseNo: string): Promise<InfoRow | null> {
  return one<InfoRow>(
    db,
    `SELECT round, loan_signed_on::text, mortgage_signed_on::text, note, entered_by, entered_at
     FROM registry.contract_infos WHERE case_no = $1 ORDER BY round DESC LIMIT 1`,
    [caseNo],
  );
}

async function saveContractInfo(
  { pool, clock }: Deps,
  input: Parameters<BankApi['saveContractInfo']>[0],
): Promise<void> {
  const now = clock.now();
  const today = dayOf(now);
  const problems = (
    [
      ['loanSignedOn', '主债权合同', input.loanSignedOn],
      ['mortgageSignedOn', '抵押合同', input.mortgageSignedOn],
    ] as const
  ).flatMap(([field, name, day]) =>
    dayExists(day) && day <= today
      ? []
      : [{ field, code: 'SIGNED_DAY', message: `${name}的签订日期不存在或晚于今天；请按合同填写。` }],
  );
  if (problems.length > 0)
    throw new RegistryError('CONTRACT_INFO_INVALID', problems.map((one) => one.message).join(' '), problems);
  await inTransaction(pool, async (db) => {
    const row = await lockOpenCase(db, input.caseNo);
    const known = await one(db, 'SELECT 1 FROM registry.contract_infos WHERE case_no = $1 AND task_key = $2', [
      input.caseNo,
      input.taskKey,
    ]);
    if (known) return;
    const round = ((await newestInfo(db, input.caseNo))?.round ?? 0) + 1;
    await db.query(
      `INSERT INTO registry.contract_infos (case_no, round, task_key, loan_signed_on, mortgage_signed_on, note, entered_by, entered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        input.caseNo,
        round,
        input.taskKey,
        input.loanSignedOn,
        input.mortgageSignedOn,
        input.note ?? null,
        input.by.userId,
        now,
      ],
    );
    await writeConfirmedRanks(db, { caseNo: input.caseNo, taskKey: input.taskKey, userId: input.by.userId, at: now });
    await appendEvent(db, {
      chain: row.district,
      topic: 'contract_info.entered',
      caseNo: input.caseNo,
      actor: input.by.userId,
      at: now,
      payload: { round },
    });
  });
}

/** INV-26: mortgagors, co-owners and debtors; with a sale also the buyer. Institutions sign with the bank's own seal. */
async function signersOf(db: Queryable, row: CaseRow) {
  const asks = row.combined.length > 0 ? ['acquirer', 'obligor', 'debtor'] : ['obligor', 'debtor'];
  return (await loadParties(db, row.case_no)).filter(
    (party) => asks.includes(party.role) && party.nature === 'person' && party.phone,
  );
}

async function inviteSigners({ pool, clock }: Deps, caseNo: string): ReturnType<BankApi['inviteSigners']> {
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + SIGN_DAYS * DAY_MS);
  return inTransaction(pool, async (db) => {
    const row = await lockOpenCase(db, caseNo);
    const info = await newestInfo(db, caseNo);
    if (!info) throw new RegistryError('CONTRACT_INFO_INVALID', `业务${caseNo}还没有合同信息表；请银行经办人先填写。`);
    // What was sent for an earlier table, or by a job that is repeated, is of no use any more.
    await db.query(
      "UPDATE registry.public_links SET closed_at = $2 WHERE business_no = $1 AND kind = 'signature' AND closed_at IS NULL",
      [caseNo, now],
    );
    const invited = [];
    for (const party of await signersOf(db, row)) {
      await db.query(
        `INSERT INTO registry.signatures (case_no, round, party_no, invited_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [caseNo, info.round, party.partyNo, now],
      );
      const { partyNo } = party;
      const phone = party.phone ?? '';
      const link = {
        kind: 'signature' as const,
        businessNo: caseNo,
        phone,
        partyNo,
        round: info.round,
        now,
        expiresAt,
      };
      invited.push({ partyNo, phone, expiresAt, token: await makeLink(db, link) });
    }
    // Institutions sign with their own seal; nobody else left to sign is as good as signed.
    if (invited.length === 0)
      await enqueue(db, { topic: 'signers.done', caseNo, payload: { signersDecision: 'signed' }, at: now });
    return invited;
  });
}

async function answerSignature(deps: Deps, token: string, code: string, sign: boolean): Promise<{ signed: boolean }> {
  const link = await verifiedLink(deps, token, code);
  const now = deps.clock.now();
  return inTransaction(deps.pool, async (db) => {
    const row = await lockOpenCase(db, link.business_no);
    await closeLink(db, link, now);
    await db.query(
      `UPDATE registry.signatures SET signed_at = $4, declined_at = $5 WHERE case_no = $1 AND round = $2 AND party_no = $3`,
      [link.business_no, link.round, link.party_no, sign ? now : null, sign ? null : now],
    );
    await appendEvent(db, {
      chain: row.district,
      topic: sign ? 'signature.given' : 'signature.declined',
      caseNo: link.business_no,
      actor: 'signer',
      at: now,
      payload: { round: link.round, partyNo: link.party_no },
    });
    const open = await one(
      db,
      'SELECT 1 FROM registry.signatures WHERE case_no = $1 AND round = $2 AND signed_at IS NULL LIMIT 1',
      [link.business_no, link.round],
    );
    if (!sign || !open)
      await enqueue(db, {
        topic: 'signers.done',
        caseNo: link.business_no,
        payload: { signersDecision: sign ? 'signed' : 'declined' },
        at: now,
      });
    return { signed: sign };
  });
}

async function contractInfo({ pool }: Deps, caseNo: string): Promise<ContractInfo | null> {
  const info = await newestInfo(pool, caseNo);
  if (!info) return null;
  const { rows } = await pool.query<{
    party_no: number;
    invited_at: Date;
    signed_at: Date | null;
    declined_at: Date | null;
  }>(
    'SELECT party_no, invited_at, signed_at, declined_at FROM registry.signatures WHERE case_no = $1 AND round = $2 ORDER BY party_no',
    [caseNo, info.round],
  );
  const signers: SignerView[] = rows.map((row) => ({
    partyNo: row.party_no,
    state: row.signed_at ? 'signed' : row.declined_at ? 'declined' : 'invited',
    at: row.signed_at ?? row.declined_at ?? row.invited_at,
  }));
  return {
    round: info.round,
    loanSignedOn: info.loan_signed_on,
    mortgageSignedOn: info.mortgage_signed_on,
    note: info.note,
    enteredBy: info.entered_by,
    enteredAt: info.entered_at,
    signers,
  };
}

async function contentOf(db: Queryable, link: LinkRow): Promise<LinkContent> {
  if (link.kind === 'consent') {
    const { bank, purpose, unit_code: unitCode, location } = await consentBehind(db, link.business_no);
    return { kind: 'consent', bank, purpose, unitCode, location, expiresAt: link.expires_at };
  }
  const row = await lockCase(db, link.business_no);
  const unitCodes = await unitCodesOf(db, row.case_no);
  const info = await newestInfo(db, row.case_no);
  const signer = (await loadParties(db, row.case_no)).find((party) => party.partyNo === link.party_no);
  const place = await one<{ location: string; bank: string }>(
    db,
    `SELECT u.location, o.name AS bank FROM registry.units u, registry.organisations o WHERE u.unit_code = $1 AND o.org_id = $2`,
    [unitCodes[0], row.organisation_id],
  );
  if (!info || !signer || !place) throw new Error(`Case ${row.case_no} has no table behind its link`);
  const terms = row.mortgage;
  return {
    kind: 'signature',
    bank: place.bank,
    itemName: getItem(row.item_code).name,
    signer: maskName(signer.name, signer.nature),
    unitCodes,
    location: place.location,
    amountFen: terms ? number(terms.amountFen) : null,
    mortgageKind: terms?.mortgageKind ?? null,
    termFrom: terms?.termFrom ?? null,
    termTo: terms?.termTo ?? null,
    scope: terms?.scope ?? null,
    restrictsTransfer: terms?.restrictsTransfer ?? null,
    loanSignedOn: info.loan_signed_on,
    mortgageSignedOn: info.mortgage_signed_on,
    priceFen: row.contract?.priceFen ?? null,
    expiresAt: link.expires_at,
  };
}

export const signingApi = (
  deps: Deps,
): Pick<BankApi, 'saveContractInfo' | 'inviteSigners' | 'answerSignature' | 'contractInfo' | 'openLink'> => ({
  saveContractInfo: (input) => saveContractInfo(deps, input),
  inviteSigners: (caseNo) => inviteSigners(deps, caseNo),
  answerSignature: (token, code, sign) => answerSignature(deps, token, code, sign),
  contractInfo: (caseNo) => contractInfo(deps, caseNo),
  async openLink(token, code) {
    const link = await verifiedLink(deps, token, code);
    return inTransaction(deps.pool, (db) => contentOf(db, link));
  },
});
