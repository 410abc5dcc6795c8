import { type Actor, demoCity } from '../../../registry/index.ts';
import { deliver, notice } from '../../registry/support/notices.ts';
import { enter, readyForBook, sale } from '../../registry/support/play.ts';
import type { Harness } from './harness.ts';
import { openSealing } from './sealing.ts';

const scanner: Actor = { userId: 'acceptor-330203', role: 'window_acceptor', district: '330203' };

export async function download(harness: Harness, account: string, path: string): Promise<Response> {
  const { cookie } = await harness.signIn(account);
  return fetch(`${harness.url}${path}`, { headers: { cookie } });
}

export const casePackage = (caseNo: string) => `/api/cases/${caseNo}/package`;
export const noticePackage = (noticeNo: string) => `/api/court/notices/${noticeNo}/package`;

export async function bytesOf(answer: Response): Promise<Uint8Array> {
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** A scan, stored with the case. */
export const scan = ({ registry }: Harness, caseNo: string, key: string, title: string) =>
  registry.documents.put({
    caseNo,
    key,
    kind: 'other',
    title,
    mediaType: 'application/pdf',
    bytes: Buffer.from(`%PDF-1.4 ${title}`),
    by: scanner,
  });

/** A letter to a holder of the case's page, which waits to be made. */
export async function letterAbout({ registry, db, clock }: Harness, caseNo: string): Promise<string> {
  const [unitCode] = (await registry.cases.getCase(caseNo))?.unitCodes ?? [];
  const { rows } = await db.pool.query<{ letter_id: string }>(
    `INSERT INTO registry.printed_letters (kind, unit_code, right_id, holder_seq, reference, created_at)
     SELECT 'co_owner_disposed', r.unit_code, h.right_id, h.seq, $2, $3
     FROM registry.rights r JOIN registry.right_holders h USING (right_id) WHERE r.unit_code = $1 LIMIT 1 RETURNING letter_id`,
    [unitCode, caseNo, clock.now()],
  );
  const [letter] = rows;
  if (!letter) throw new Error(`the page of ${caseNo} has no holder`);
  return letter.letter_id;
}

/**
 * A sale that was entered, with its sealed certificate and a letter, and a seizure that was carried out and answered under seal; other cases went on meanwhile.
 * @returns numbers, and the certificate of the authority whose seals they carry
 */
export async function playSealed(harness: Harness): Promise<{ caseNo: string; noticeNo: string; authority: string }> {
  const { registry } = harness;
  const [home, seized] = demoCity.saleUnits('330203').slice(20);
  if (!home || !seized) throw new Error('the demo city has too few homes');
  const sealing = await openSealing(harness);
  try {
    const caseNo = await readyForBook(registry, sale(home));
    const noticeNo = await deliver(registry, notice(seized));
    await scan(harness, await harness.file(await harness.signIn('acceptor-330203')), 'scan-1', '别的业务');
    const entered = await enter(registry, caseNo);
    if (entered.kind !== 'entered') throw new Error(entered.refusal.message);
    await sealing.certify(caseNo);
    await sealing.makeLetter(await letterAbout(harness, caseNo), scanner, 'letter');
    const { kind } = await registry.court.decideNotice(noticeNo);
    if (kind !== 'decided') throw new Error(`the notice is ${kind}`);
    for (const type of ['court.receipt.render', 'court.receipt.seal']) {
      const receipt = await sealing.run(type, { noticeNo });
      if (receipt.kind !== 'complete') throw new Error(`${type}: ${JSON.stringify(receipt)}`);
    }
    await registry.court.recordReceipt(noticeNo, 'HZ-1');
    const [authority] = await registry.seals.trustedAuthorities();
    return { caseNo, noticeNo, authority: authority?.certificatePem ?? '' };
  } finally {
    await sealing.stop();
  }
}
