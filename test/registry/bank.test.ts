import { describe, expect, test } from 'vitest';
import { type Actor, demoCity } from '../../registry/index.ts';
import { approveAndSign, enter, mortgage, readyForBook, registrar } from './support/play.ts';
import { openRegister } from './support/setup.ts';

const clerk: Actor = { userId: 'bankclerk-01', role: 'bank_clerk', district: null };
const checker: Actor = { userId: 'bankchecker-01', role: 'bank_checker', district: null };
const BANK = 'BANK-01';
const units = demoCity.saleUnits('330203');

const fixture = openRegister({ seeds: ['organisations', 'users'] });

const bank = () => fixture.registry.bank;
const phone = '13800000001';

/** Asks an owner and answers in his name, as he does on the page behind his link. */
async function consent(n: number, give = true) {
  const unit = units[n]!;
  const [owner] = unit.owners;
  const { token } = await bank().askConsent(
    { organisationId: BANK, unitCode: unit.unitCode, purpose: 'mortgage', owner: { ...owner!, phone } },
    clerk,
  );
  const { code } = await bank().drawCode(token);
  const { consentCode } = await bank().answerConsent(token, code, give);
  return { unit, token, consentCode };
}

/** A mortgage filed by the bank, its table filled in. */
async function filed(n: number, loanNo: string) {
  const unit = units[n]!;
  const application = mortgage(unit, {
    channel: 'bank',
    process: 'bdc-bank-mortgage',
    organisationId: BANK,
    loan: { loanNo },
  });
  const { caseNo } = await fixture.registry.cases.fileCase(application, clerk);
  await bank().saveContractInfo({
    caseNo,
    taskKey: 'table-1',
    loanSignedOn: '2026-11-20',
    mortgageSignedOn: '2026-11-20',
    by: clerk,
  });
  return { unit, caseNo };
}

describe('the consent of the owner', () => {
  test('asked of somebody who does not own the home: the same refusal whatever is wrong', async () => {
    const unit = units[0]!;
    const ask = (owner: { name: string; idNo: string }) =>
      bank().askConsent(
        {
          organisationId: BANK,
          unitCode: unit.unitCode,
          purpose: 'mortgage',
          owner: { ...owner, idType: 'citizen', phone },
        },
        clerk,
      );
    const stranger = demoCity.people.chen;
    const wrongNumber = await ask({ name: unit.owners[0]!.name, idNo: stranger.idNo }).catch((err) => err);
    const wrongName = await ask({ name: '别的名字', idNo: unit.owners[0]!.idNo }).catch((err) => err);
    expect(wrongNumber).toMatchObject({ code: 'CONSENT_INVALID' });
    expect(wrongName.message).toBe(wrongNumber.message);
  });

  test('given: a code that opens this home for this bank and one case', async () => {
    const { unit, consentCode } = await consent(1);
    const found = await bank().findConsent(BANK, consentCode!.toLowerCase().replaceAll('-', ' '));
    expect(found).toMatchObject({ unitCode: unit.unitCode, state: 'given', purpose: 'mortgage' });
    await expect(bank().findConsent('BANK-02', consentCode!)).rejects.toMatchObject({ code: 'CONSENT_INVALID' });

    const application = mortgage(unit, {
      channel: 'bank',
      process: 'bdc-bank-mortgage',
      organisationId: BANK,
      loan: { loanNo: 'LN-C1', consentNo: found.consentNo },
    });
    const { caseNo } = await fixture.registry.cases.fileCase(application, clerk);
    expect(await bank().consentOfCase(caseNo)).toMatchObject({ state: 'used', usedByCase: caseNo });
    // a second case on the same consent is not filed at all
    const again = { ...application, applicationKey: 'second-case-on-one-consent' };
    await expect(fixture.registry.cases.fileCase(again, clerk)).rejects.toMatchObject({ code: 'CONSENT_INVALID' });
    await expect(bank().findConsent(BANK, consentCode!)).rejects.toThrow(caseNo);
  });

  test('a consent for one home is of no use for another', async () => {
    const { consentCode } = await consent(2);
    const { consentNo } = await bank().findConsent(BANK, consentCode!);
    const application = mortgage(units[3]!, {
      channel: 'bank',
      organisationId: BANK,
      loan: { loanNo: 'LN-C2', consentNo },
    });
    await expect(fixture.registry.cases.fileCase(application, clerk)).rejects.toMatchObject({
      code: 'CONSENT_INVALID',
    });
  });

  test('expires after a week', async () => {
    const { consentCode } = await consent(4);
    const now = fixture.clock.now();
    fixture.clock.set(new Date(now.getTime() + 7 * 86_400_000 + 1));
    await expect(bank().findConsent(BANK, consentCode!)).rejects.toThrow('过期');
    fixture.clock.set(now);
  });

  test('refused: no code, and the link is closed', async () => {
    const { token, consentCode } = await consent(5, false);
    expect(consentCode).toBeNull();
    expect((await bank().linkState(token)).state).toBe('closed');
    await expect(bank().drawCode(token)).rejects.toMatchObject({ code: 'LINK_CLOSED' });
  });

  test('neither token nor code is in the database, and five wrong codes close the link for good', async () => {
    const unit = units[6]!;
    const { token } = await bank().askConsent(
      { organisationId: BANK, unitCode: unit.unitCode, purpose: 'mortgage', owner: { ...unit.owners[0]!, phone } },
      clerk,
    );
    const { code } = await bank().drawCode(token);
    const { rows } = await fixture.pool.query('SELECT row_to_json(l)::text AS text FROM registry.public_links l');
    expect(rows.some(({ text }) => text.includes(token) || text.includes(`"${code}"`))).toBe(false);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i += 1)
      await expect(bank().openLink(token, wrong)).rejects.toMatchObject({ code: 'CODE_WRONG' });
    await expect(bank().openLink(token, code)).rejects.toMatchObject({ code: 'CODE_LIMIT' });
    await expect(bank().drawCode(token)).rejects.toMatchObject({ code: 'CODE_LIMIT' });
  });

  test('without the code the page says nothing of the home or its owner', async () => {
    const unit = units[7]!;
    const [owner] = unit.owners;
    const { token } = await bank().askConsent(
      { organisationId: BANK, unitCode: unit.unitCode, purpose: 'mortgage', owner: { ...owner!, phone } },
      clerk,
    );
    const shown = JSON.stringify(await bank().linkState(token));
    for (const secret of [owner!.name, owner!.idNo, unit.unitCode, phone]) expect(shown).not.toContain(secret);
    await expect(bank().linkState('not-a-token')).rejects.toMatchObject({ code: 'LINK_UNKNOWN' });
  });
});

describe('table, signatures and check', () => {
  test('contracts signed tomorrow are refused by field', async () => {
    const { caseNo } = await filed(8, 'LN-T1');
    const late = bank().saveContractInfo({
      caseNo,
      taskKey: 'table-2',
      loanSignedOn: '2026-11-24',
      mortgageSignedOn: '2026-13-01',
      by: clerk,
    });
    await expect(late).rejects.toMatchObject({
      code: 'CONTRACT_INFO_INVALID',
      problems: [{ field: 'loanSignedOn' }, { field: 'mortgageSignedOn' }],
    });
  });

  test('the last signature tells the process once; a repeated invitation makes the first link useless', async () => {
    const { caseNo } = await filed(9, 'LN-T2');
    const [first] = await bank().inviteSigners(caseNo);
    const [second] = await bank().inviteSigners(caseNo);
    await expect(bank().drawCode(first!.token)).rejects.toMatchObject({ code: 'LINK_CLOSED' });
    const { code } = await bank().drawCode(second!.token);
    const content = await bank().openLink(second!.token, code);
    expect(content).toMatchObject({ kind: 'signature', amountFen: 90_000_000, restrictsTransfer: false });
    expect(JSON.stringify(content)).not.toContain(units[9]!.owners[0]!.name);
    await bank().answerSignature(second!.token, code, true);
    await expect(bank().answerSignature(second!.token, code, true)).rejects.toMatchObject({ code: 'LINK_CLOSED' });
    const { rows } = await fixture.pool.query(
      "SELECT payload FROM registry.outbox WHERE case_no = $1 AND topic = 'signers.done'",
      [caseNo],
    );
    expect(rows).toEqual([{ payload: { signersDecision: 'signed' } }]);
    expect((await bank().contractInfo(caseNo))?.signers).toMatchObject([{ state: 'signed' }]);
  });

  test('the clerk cannot check the own case, not even past the register', async () => {
    const { caseNo } = await filed(10, 'LN-T3');
    const own = { caseNo, taskKey: 'check-1', decision: 'approve' as const, by: clerk };
    await expect(bank().recordCheck(own)).rejects.toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
    await expect(bank().assertMayCheck(caseNo, clerk)).rejects.toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
    const forged = "INSERT INTO registry.bank_checks VALUES ($1, 'forged', 'approve', NULL, $2, now())";
    await expect(fixture.pool.query(forged, [caseNo, clerk.userId])).rejects.toThrow(/INV-29/);
    await bank().recordCheck({ ...own, by: checker });
    // once for each task: the same again changes nothing, another decision is refused
    await bank().recordCheck({ ...own, by: checker });
    await expect(bank().recordCheck({ ...own, decision: 'drop', by: checker })).rejects.toMatchObject({
      code: 'CONFLICTING_RESULT',
      message: expect.stringContaining('“同意提交”'),
    });
  });
});

describe('the rank that the bank was shown', () => {
  test('another mortgage first: 登簿 refuses until the bank confirms the new rank', async () => {
    const { unit, caseNo } = await filed(11, 'LN-R1');
    expect(await bank().ranks(caseNo)).toEqual([{ unitCode: unit.unitCode, confirmed: 1, now: 1 }]);
    const { registry } = fixture;
    const machine: Actor = { userId: 'machine:auto_accept', role: 'system', district: null };
    await registry.cases.recordIntake({ caseNo, taskKey: 'intake', decision: 'accept', by: machine });
    await registry.cases.acceptCase(caseNo);
    await approveAndSign(registry, caseNo);

    // given: a mortgage from the window is entered in between
    const other = await readyForBook(registry, mortgage(unit));
    expect((await enter(registry, other)).kind).toBe('entered');

    // then the bank's is refused, for its rank
    const refused = await registry.book.enterInRegister({ caseNo, step: 'BookWrite', registrar });
    expect(refused).toMatchObject({
      kind: 'refused',
      refusal: { errorCode: 'REG_CONFLICT', rule: 'INV-17' },
    });
    expect(await bank().ranks(caseNo)).toMatchObject([{ confirmed: 1, now: 2 }]);
    fixture.clock.advance(1000);
    await bank().confirmRanks({ caseNo, taskKey: 'rank-1', by: clerk });
    expect((await registry.book.enterInRegister({ caseNo, step: 'BookWrite', registrar })).kind).toBe('entered');
    const page = await registry.units.unitPage(unit.unitCode);
    expect(page?.mortgages.map((one) => one.rank).sort()).toEqual([1, 2]);
  });

  test('the machine that accepted cannot review; the reviewing machine cannot sign', async () => {
    const { caseNo } = await filed(12, 'LN-R2');
    const { registry } = fixture;
    const accepting: Actor = { userId: 'machine:auto_accept', role: 'system', district: null };
    const reviewing: Actor = { userId: 'machine:auto_review', role: 'system', district: null };
    await registry.cases.recordIntake({ caseNo, taskKey: 'intake', decision: 'accept', by: accepting });
    await registry.cases.acceptCase(caseNo);
    const review = { caseNo, taskKey: 'r', step: 'review' as const, decision: 'approve' };
    await expect(registry.cases.recordReview({ ...review, by: accepting })).rejects.toMatchObject({
      code: 'SEPARATION_OF_DUTIES',
    });
    await registry.cases.recordReview({ ...review, by: reviewing });
    const sign = { caseNo, taskKey: 's', step: 'sign_book' as const, decision: 'enter', by: reviewing };
    await expect(registry.cases.recordReview(sign)).rejects.toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
  });
});

describe('the loan', () => {
  test('paid out, told twice: one message by loan number; the contrary afterwards is refused', async () => {
    const { caseNo } = await filed(13, 'LN-L1');
    const result = {
      caseNo,
      loanNo: 'LN-L1',
      organisationId: BANK,
      state: 'DISBURSED' as const,
      eventId: 'e1',
      at: fixture.clock.now(),
    };
    expect(await bank().recordLoanResult(result)).toEqual({ first: true });
    expect(await bank().recordLoanResult(result)).toEqual({ first: false });
    await expect(bank().recordLoanResult({ ...result, state: 'REFUSED' })).rejects.toMatchObject({
      code: 'CONFLICTING_RESULT',
    });
    await expect(bank().recordLoanResult({ ...result, organisationId: 'BANK-02' })).rejects.toMatchObject({
      code: 'ORDER_UNKNOWN',
    });
    const { rows } = await fixture.pool.query(
      "SELECT topic, correlation_key FROM registry.outbox WHERE case_no = $1 AND topic LIKE 'loan.%'",
      [caseNo],
    );
    expect(rows).toEqual([{ topic: 'loan.disbursed', correlation_key: 'LN-L1' }]);
  });
});
