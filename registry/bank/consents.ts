import { dayOf } from '../calendar/local-time.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { upsertPersons } from '../people/parties.ts';
import { currentOwnership, loadRights } from '../rights/load-rights.ts';
import { validateMobile } from '../validators/fields.ts';
import { validateIdNumber } from '../validators/id-number.ts';
import { closeLink, makeLink, verifiedLink } from './links.ts';
import { hashOf, newConsentCode, normaliseConsentCode } from './secrets.ts';
import type { BankApi, ConsentView } from './types.ts';

const DAY_MS = 86_400_000;
/** The owner answers within a day; what he gave is good for a week (one purpose, one case). */
const ANSWER_DAYS = 1;
const VALID_DAYS = 7;

interface ConsentRow {
  consent_no: string;
  org_id: string;
  unit_code: string;
  location: string;
  purpose: ConsentView['purpose'];
  requested_at: Date;
  given_at: Date | null;
  refused_at: Date | null;
  expires_at: Date;
  used_by_case: string | null;
}
const SELECT = 'SELECT c.*, u.location FROM registry.owner_consents c JOIN registry.units u USING (unit_code)';

function viewOf(row: ConsentRow, now: Date): ConsentView {
  const state = row.used_by_case
    ? 'used'
    : row.refused_at
      ? 'refused'
      : row.expires_at <= now
        ? 'expired'
        : row.given_at
          ? 'given'
          : 'asked';
  return {
    consentNo: row.consent_no,
    organisationId: row.org_id,
    unitCode: row.unit_code,
    location: row.location,
    purpose: row.purpose,
    state,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    usedByCase: row.used_by_case,
  };
}

const refused = () =>
  new RegistryError(
    'CONSENT_INVALID',
    '登记簿上没有这样的权利人和单元。请与权利人核对单元号、姓名、证件号和手机号后重新填写。',
  );

async function askConsent({ pool, clock }: Deps, ...[input, by]: Parameters<BankApi['askConsent']>) {
  const now = clock.now();
  const { owner, unitCode } = input;
  const phone = validateMobile(owner.phone);
  const id = validateIdNumber(owner.idType, owner.idNo, { today: dayOf(now) });
  if (!phone.ok) throw new RegistryError('CONSENT_INVALID', phone.message);
  if (!id.ok) throw new RegistryError('CONSENT_INVALID', id.message);
  return inTransaction(pool, async (db) => {
    const holder = currentOwnership(await loadRights(db, [unitCode]), unitCode)?.holders.find(
      (one) =>
        one.idType === owner.idType &&
        one.idNo.toUpperCase() === id.value.toUpperCase() &&
        one.name === owner.name.trim(),
    );
    // The same words whatever is wrong: the answer must not tell who owns a home.
    if (!holder) throw refused();
    const [personId] = await upsertPersons(db, [
      { ...owner, nature: holder.nature, name: holder.name, idNo: id.value },
    ]);
    const drawn = await one<{ n: string }>(db, "SELECT nextval('registry.consent_numbers') AS n", []);
    const consentNo = `${dayOf(now).replaceAll('-', '')}${unitCode.slice(0, 6)}9${String(drawn?.n).padStart(5, '0')}`;
    const expiresAt = new Date(now.getTime() + ANSWER_DAYS * DAY_MS);
    await db.query(
      `INSERT INTO registry.owner_consents (consent_no, org_id, unit_code, purpose, person_id, requested_by, requested_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [consentNo, input.organisationId, unitCode, input.purpose, personId, by.userId, now, expiresAt],
    );
    const token = await makeLink(db, { kind: 'consent', businessNo: consentNo, phone: phone.value, now, expiresAt });
    return { consentNo, token, phone: phone.value, expiresAt };
  });
}

async function answerConsent(deps: Deps, token: string, code: string, give: boolean) {
  const link = await verifiedLink(deps, token, code);
  const now = deps.clock.now();
  return inTransaction(deps.pool, async (db) => {
    await closeLink(db, link, now);
    const consentCode = give ? newConsentCode() : null;
    const row = await one<{ unit_code: string }>(
      db,
      `UPDATE registry.owner_consents SET given_at = $2, refused_at = $3, code_hash = $4, expires_at = coalesce($5, expires_at)
       WHERE consent_no = $1 RETURNING unit_code`,
      [
        link.business_no,
        give ? now : null,
        give ? null : now,
        consentCode ? hashOf(consentCode) : null,
        give ? new Date(now.getTime() + VALID_DAYS * DAY_MS) : null,
      ],
    );
    if (!row) throw new Error(`Consent ${link.business_no} vanished behind its link`);
    await appendEvent(db, {
      chain: row.unit_code.slice(0, 6),
      topic: give ? 'consent.given' : 'consent.refused',
      caseNo: null,
      unitCodes: [row.unit_code],
      actor: 'owner',
      at: now,
      payload: { consentNo: link.business_no },
    });
    return { consentCode };
  });
}

async function findConsent({ pool, clock }: Deps, organisationId: string, code: string): Promise<ConsentView> {
  const row = await one<ConsentRow>(pool, `${SELECT} WHERE c.code_hash = $1 AND c.org_id = $2`, [
    hashOf(normaliseConsentCode(code)),
    organisationId,
  ]);
  if (!row) throw new RegistryError('CONSENT_INVALID', '同意码不正确。请与权利人核对短信链接页面上的十二位同意码。');
  const view = viewOf(row, clock.now());
  if (view.state === 'given') return view;
  throw new RegistryError(
    'CONSENT_INVALID',
    view.state === 'used'
      ? `同意码已用于业务${view.usedByCase}，一次同意只能办一件业务；请权利人重新同意。`
      : '权利人的同意已过期，请重新征得同意。',
  );
}

/** Inside the filing of a case: the consent is used up, or the case is not filed. */
export async function spendConsent(
  db: Queryable,
  input: { consentNo: string; organisationId: string; unitCodes: string[]; caseNo: string; now: Date },
): Promise<void> {
  const { rowCount } = await db.query(
    `UPDATE registry.owner_consents SET used_by_case = $1
     WHERE consent_no = $2 AND org_id = $3 AND unit_code = ANY ($4) AND given_at IS NOT NULL AND used_by_case IS NULL AND expires_at > $5`,
    [input.caseNo, input.consentNo, input.organisationId, input.unitCodes, input.now],
  );
  if (rowCount === 0)
    throw new RegistryError('CONSENT_INVALID', '权利人的同意不是给本行、本单元的，或已使用、已过期；请重新征得同意。');
}

export const consentsApi = (
  deps: Deps,
): Pick<BankApi, 'askConsent' | 'answerConsent' | 'findConsent' | 'consentOfCase' | 'runsOnConsent'> => ({
  askConsent: (input, by) => askConsent(deps, input, by),
  answerConsent: (token, code, give) => answerConsent(deps, token, code, give),
  findConsent: (organisationId, code) => findConsent(deps, organisationId, code),
  async consentOfCase(caseNo) {
    const row = await one<ConsentRow>(deps.pool, `${SELECT} WHERE c.used_by_case = $1`, [caseNo]);
    return row ? viewOf(row, deps.clock.now()) : null;
  },
  async runsOnConsent(organisationId, unitCode) {
    const row = await one(
      deps.pool,
      `SELECT 1 FROM registry.owner_consents c JOIN registry.cases k ON k.case_no = c.used_by_case
       WHERE c.org_id = $1 AND c.unit_code = $2 AND k.status IN ('FILED', 'ACCEPTED', 'ENTERED') LIMIT 1`,
      [organisationId, unitCode],
    );
    return row !== null;
  },
});

/** For the link's page. */
export async function consentBehind(db: Queryable, consentNo: string) {
  const row = await one<ConsentRow & { bank: string }>(
    db,
    `SELECT c.*, u.location, o.name AS bank FROM registry.owner_consents c JOIN registry.units u USING (unit_code) JOIN registry.organisations o USING (org_id) WHERE consent_no = $1`,
    [consentNo],
  );
  if (!row) throw new Error(`Consent ${consentNo} vanished behind its link`);
  return row;
}
