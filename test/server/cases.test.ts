import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import type {
  CaseDetail,
  CaseDiagram,
  CaseDocument,
  FiledCase,
  PartyView,
  Timeline,
  UnitPage,
} from '../../server/api/index.ts';
import { mortgageOf } from './support/applications.ts';
import { type Harness, startHarness, type User } from './support/harness.ts';

let harness: Harness;
let acceptor: User;
const homes = demoCity.saleUnits('330203').toReversed();

beforeAll(async () => {
  harness = await startHarness();
  acceptor = await harness.signIn('acceptor-330203');
});
afterAll(() => harness.stop());

describe('filing', () => {
  test('twice with one key is one case and one process instance', async () => {
    const form = mortgageOf(homes[0]!, 'filing-twice-0001');
    const answers = await Promise.all([1, 2].map(() => acceptor.send<FiledCase>('POST', '/api/cases', form)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 201]);
    expect(new Set(answers.map((answer) => answer.body.caseNo)).size).toBe(1);
    const caseNo = answers[0]!.body.caseNo;
    await harness.taskOf(acceptor, caseNo, 'CollectMaterials');
    const { rows } = await harness.db.pool.query(
      "SELECT count(*)::int AS n FROM desk.task_inbox WHERE case_no = $1 AND element_id = 'CollectMaterials'",
      [caseNo],
    );
    expect(rows[0].n).toBe(1);
  });

  test('names every wrong field at once, in Chinese, with what to do', async () => {
    const form = mortgageOf(homes[1]!, 'filing-wrong-0001');
    form.parties[0]!.idNo = '91330299MAXXXX0151';
    form.parties[1]!.idNo = '330299199003070012';
    form.unitCodes = ['330203001002KB00012F00010023'];
    const { status, problem } = await acceptor.send('POST', '/api/cases', form);
    expect(status).toBe(422);
    expect(problem.code).toBe('VALIDATION_FAILED');
    expect(problem.errors?.map((error) => error.path)).toEqual(
      expect.arrayContaining(['/unitCodes/0', '/parties/0/idNo', '/parties/1/idNo']),
    );
    expect(problem.errors?.every((error) => /[\u4e00-\u9fa5]{4,}/.test(error.message))).toBe(true);
  });
});

describe('a case', () => {
  test('has a page, a timeline with its clock, and a diagram with the token', async () => {
    const caseNo = await harness.fileAndAccept(acceptor);
    const reviewer = await harness.signIn('reviewer-330203');
    await harness.taskOf(reviewer, caseNo, 'Review');
    harness.clock.advance(5 * 60_000);
    const page = await acceptor.get<CaseDetail>(`/api/cases/${caseNo}`);
    expect(page.body).toMatchObject({ status: 'accepted', sla: { netMinutes: 5, remainingMinutes: 55 } });
    expect(page.body.openTasks.map((task) => task.elementId)).toEqual(['Review']);
    const timeline = await acceptor.get<Timeline>(`/api/cases/${caseNo}/timeline`);
    const lines = timeline.body.entries.map((entry) => entry.kind);
    expect(lines).toEqual(expect.arrayContaining(['case.filed', 'case.accepted']));
    const filed = timeline.body.entries.find((entry) => entry.kind === 'case.filed');
    expect(filed?.actor).toBe('海曙受理员');
    const { diagrams } = (await acceptor.get<CaseDiagram>(`/api/cases/${caseNo}/diagram`)).body;
    expect(diagrams[0]?.xml).toContain('bdc-registration');
    expect(diagrams[0]?.active.map((one) => one.elementId)).toEqual(expect.arrayContaining(['Handling', 'Review']));
    expect(diagrams[0]?.completed).toEqual(expect.arrayContaining(['CollectMaterials', 'Accept']));
    expect(diagrams[0]?.completed).not.toContain('Review');
  });

  test('is withdrawn once, and not after it is gone', async () => {
    const caseNo = await harness.file(acceptor);
    await harness.taskOf(acceptor, caseNo, 'CollectMaterials');
    const first = await acceptor.send('POST', `/api/cases/${caseNo}/withdraw`, { reason: '不办了' });
    const again = await acceptor.send('POST', `/api/cases/${caseNo}/withdraw`, { reason: '不办了' });
    expect([first.status, again.status]).toEqual([202, 202]);
    await harness.until('the instance to end', async () => {
      const { processInstanceKey } = (await harness.registry.cases.getCase(caseNo))!;
      return (await harness.engine.getProcessInstance(processInstanceKey!)).state === 'COMPLETED';
    });
    const { rows } = await harness.db.pool.query(
      "SELECT count(*)::int AS n FROM registry.outbox WHERE case_no = $1 AND topic = 'case.withdraw'",
      [caseNo],
    );
    expect(rows[0].n).toBe(1);
  });

  test('takes no supplement it did not ask for', async () => {
    const caseNo = await harness.file(acceptor);
    const body = { materials: [{ materialId: 'contract' }] };
    const answer = await acceptor.send('POST', `/api/cases/${caseNo}/supplement`, body);
    expect(answer.problem).toMatchObject({ status: 409, code: 'CASE_NOT_WAITING_FOR_SUPPLEMENT' });
  });
});

describe('people', () => {
  test('are masked until somebody says why, and that is logged', async () => {
    const caseNo = await harness.file(acceptor);
    const page = await acceptor.get<CaseDetail>(`/api/cases/${caseNo}`);
    const masked = page.body.partyList[1]!;
    expect(masked.name).toContain('*');
    const path = `/api/cases/${caseNo}/parties/${masked.partyNo}/unmask`;
    expect((await acceptor.send('POST', path, {})).status).toBe(422);
    const clear = await acceptor.send<PartyView>('POST', path, { purpose: '核对身份证原件' });
    expect(clear.body).toMatchObject({ masked: false });
    expect(clear.body.idNo).toMatch(/^330299\d{11}[\dX]$/);
    const audit = await harness.registry.audit.list({ caseNo, userId: 'acceptor-330203' });
    expect(audit.some((entry) => entry.purpose.includes('核对身份证原件'))).toBe(true);
  });

  test('never reach a log line or an address', async () => {
    const owners = homes.slice(0, 5).flatMap((home) => home.owners);
    const text = harness.logged.join('');
    expect(harness.logged.length).toBeGreaterThan(20);
    for (const owner of owners) {
      expect(text).not.toContain(owner.idNo);
      expect(text).not.toContain(owner.name);
    }
    expect(text).not.toContain('13800000001');
    expect(text).not.toContain('yitong_session');
  });
});

describe('documents', () => {
  const upload = async (caseNo: string, bytes: Uint8Array, name = 'scan.pdf') => {
    const form = new FormData();
    form.append('title', '买卖合同');
    form.append('kind', 'contract');
    form.append('file', new Blob([Buffer.from(bytes)], { type: 'application/pdf' }), name);
    const { cookie } = acceptor;
    const answer = await fetch(`${harness.url}/api/cases/${caseNo}/documents`, {
      method: 'POST',
      headers: { cookie },
      body: form,
    });
    return { status: answer.status, body: (await answer.json()) as CaseDocument & { code?: string } };
  };

  test('are kept with their hash and come back byte by byte', async () => {
    const caseNo = await harness.file(acceptor);
    const bytes = Buffer.from('%PDF-1.7\n% 扫描件\n');
    const { status, body } = await upload(caseNo, bytes);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      mediaType: 'application/pdf',
      title: '买卖合同',
      fileName: '买卖合同.pdf',
      size: bytes.length,
    });
    const again = await upload(caseNo, bytes);
    expect(again.body.documentId).toBe(body.documentId);
    const path = `${harness.url}/api/cases/${caseNo}/documents/${body.documentId}`;
    const file = await fetch(`${path}?download=1`, { headers: { cookie: acceptor.cookie } });
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('买卖合同.pdf')}`,
    );
  });

  test('are what their first bytes say, whatever they are called', async () => {
    const caseNo = await harness.file(acceptor);
    const { status, body } = await upload(caseNo, Buffer.from('MZ not a scan'));
    expect([status, body.code]).toEqual([415, 'FILE_TYPE_NOT_ALLOWED']);
  });

  test('are refused above 20 MB', async () => {
    const caseNo = await harness.file(acceptor);
    const big = Buffer.alloc(20 * 1024 * 1024 + 1);
    big.write('%PDF-1.7');
    const { status, body } = await upload(caseNo, big);
    expect([status, body.code]).toEqual([413, 'FILE_TOO_LARGE']);
  });

  test('of another case are not found under this one', async () => {
    const [one, two] = [await harness.file(acceptor), await harness.file(acceptor)];
    const { body } = await upload(one, Buffer.from('%PDF-1.4 eins'));
    const answer = await acceptor.get(`/api/cases/${two}/documents/${body.documentId}`);
    expect(answer.problem).toMatchObject({ status: 404, code: 'DOCUMENT_NOT_FOUND' });
  });
});

describe('the register', () => {
  test('shows the page of a unit with its holders masked, and logs who read it', async () => {
    const home = homes[3]!;
    const { body } = await acceptor.get<UnitPage>(`/api/units/${home.unitCode}`);
    expect(body.unit.location).toBe(home.location);
    expect(body.ownership?.holders[0]?.name).not.toBe(home.owners[0]!.name);
    expect(body.ownership?.registrar).toBe('存量数据迁移');
    const audit = await harness.registry.audit.list({ unitCode: home.unitCode });
    expect(audit[0]).toMatchObject({ action: 'unit.read' });
  });

  test('says what blocks an item on a seized home', async () => {
    const seized = demoCity.units.seized.unitCode;
    const { body } = await acceptor.get<{ allowed: boolean; blocks: { rule: string; advice: string }[] }>(
      `/api/units/${seized}/check?itemCode=BDC-17`,
    );
    expect(body.allowed).toBe(false);
    expect(body.blocks[0]?.rule).toMatch(/^INV-/);
    expect(body.blocks[0]?.advice.length).toBeGreaterThan(5);
  });
});

describe('seizures', () => {
  test('are entered by the registrar of the district and stop the running case', async () => {
    const registrar = await harness.signIn('registrar-330203');
    const home = homes[5]!;
    const filed = await acceptor.send<FiledCase>('POST', '/api/cases', mortgageOf(home, 'seizure-test-0001'));
    const owner = home.owners[0]!;
    const order = {
      noticeNo: 'CF-2026-0001',
      unitCodes: [home.unitCode],
      seizureKind: 'seizure',
      authority: '宁波市海曙区人民法院',
      documentNo: '（2026）浙0203执901号',
      termMonths: 36,
      respondent: { name: owner.name, idNo: owner.idNo },
      officers: [
        { name: '甲', workNo: 'G1', dutyNo: 'Z1' },
        { name: '乙', workNo: 'G2', dutyNo: 'Z2' },
      ],
    };
    expect((await acceptor.send('POST', '/api/seizures', order)).problem.code).toBe('FORBIDDEN_ROLE');
    const entered = await registrar.send<{ affectedCases: string[] }>('POST', '/api/seizures', order);
    expect(entered.status).toBe(201);
    expect(entered.body.affectedCases).toContain(filed.body.caseNo);
    const page = await acceptor.get<UnitPage>(`/api/units/${home.unitCode}`);
    expect(page.body.seizures[0]?.registrar).toBe('海曙登簿员');
    const { registeredAt } = page.body.seizures[0] as { registeredAt: string };
    const at = new Date(Date.parse(registeredAt) - 1).toISOString();
    const before = await acceptor.get<UnitPage>(`/api/units/${home.unitCode}?at=${at}`);
    expect(before.body).toMatchObject({ asOf: at, seizures: [], registerVersion: page.body.registerVersion - 1 });
    const unclear = await acceptor.get(`/api/units/${home.unitCode}?at=2026-11-23T10:00`);
    expect(unclear.problem).toMatchObject({ status: 422, errors: [{ path: 'at' }] });
    const again = await registrar.send<{ firstTime: boolean }>('POST', '/api/seizures', order);
    expect([again.status, again.body.firstTime]).toEqual([200, false]);
    const wrong = { ...order, noticeNo: 'CF-2026-0002', respondent: { name: '无关', idNo: '330299198512310025' } };
    const refused = await registrar.send('POST', '/api/seizures', wrong);
    expect(refused.problem).toMatchObject({ status: 422, code: 'SEIZURE_REFUSED' });
    const other = await registrar.send('POST', '/api/seizures', { ...order, documentNo: '（2026）浙0203执902号' });
    expect(other.problem).toMatchObject({ status: 422, detail: expect.stringContaining('换一个编号') });
    const late = { ...order, noticeNo: 'CF-2026-0003', deliveredAt: '2027-01-01T00:00:00Z' };
    expect((await registrar.send('POST', '/api/seizures', late)).problem).toMatchObject({
      code: 'SEIZURE_REFUSED',
      detail: expect.stringContaining('晚于现在'),
    });
  });

  test('are lifted in their own district only', async () => {
    const { body } = await acceptor.get<UnitPage>(`/api/units/${homes[5]!.unitCode}`);
    const { rightId, authority } = body.seizures[0] as { rightId: string; authority: string };
    const papers = { noticeNo: 'JF-2026-0001', authority, documentNo: '（2026）浙0203执901号之一' };
    for (const account of ['registrar-330205', 'supervisor-330205']) {
      const stranger = await harness.signIn(account);
      const refused = await stranger.send('POST', `/api/seizures/${rightId}/lift`, papers);
      expect(refused.problem).toMatchObject({ status: 403, code: 'FORBIDDEN_DISTRICT' });
    }
    const registrar = await harness.signIn('registrar-330203');
    expect((await registrar.send('POST', '/api/seizures/99999999999999999999/lift', papers)).status).toBe(422);
    expect((await registrar.send('POST', `/api/seizures/${rightId}/lift`, papers)).status).toBe(200);
  });
});
