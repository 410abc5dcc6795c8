import PDFDocument from 'pdfkit';
import type { Page } from 'playwright-core';
import { citizenIdCheck } from '../../server/api/index.ts';
import type { Home } from './city.ts';
import { decide } from './desk.ts';

export interface Buyer {
  name: string;
  idNo: string;
}

/** A person of region 330299 whom the synthetic city does not know: its people have low sequence numbers. */
export function newcomer(name: string, born: string, sequence: number): Buyer {
  const first17 = `330299${born}${sequence}`;
  return { name, idNo: first17 + citizenIdCheck(first17) };
}

/** A scan as the window's scanner writes it. */
export async function scan(title: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const pdf = new PDFDocument({ size: 'A4' });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve));
  for (const page of [1, 2]) {
    if (page > 1) pdf.addPage();
    pdf.fontSize(22).text(`${title} ${page}`).rect(60, 140, 460, 560).stroke();
  }
  pdf.end();
  await ended;
  return { name: `${title}.pdf`, mimeType: 'application/pdf', buffer: Buffer.concat(chunks) };
}

/** Opens the unit at the window and chooses the item. */
export async function openUnit(page: Page, home: Home, itemCode: string): Promise<void> {
  await page.goto('/intake');
  await page.getByLabel('不动产单元代码、证书号或坐落').fill(home.unitCode);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: itemCode }).click();
  await page.getByText('可以申请').waitFor();
}

/** Answers the inquiry of an unencumbered unit and declares that everything is true. */
export async function answerInquiry(page: Page): Promise<void> {
  for (const [question, answer] of [
    ['申请登记是否申请人的真实意思？', '是'],
    ['不动产是否已出租？', '否'],
    ['是否设有居住权？', '否'],
  ] as const) {
    await page.getByRole('radiogroup', { name: question }).getByText(answer, { exact: true }).click();
  }
  await page.getByText('申请人确认：').click();
}

/** Fills the three-in-one form for a second-hand sale up to the button that files it. */
export async function fillSale(page: Page, home: Home, buyer: Buyer): Promise<void> {
  await openUnit(page, home, 'BDC-10');
  await page.getByLabel('卖方姓名').fill(home.seller.name);
  await page.getByLabel('卖方证件号码').fill(home.seller.idNo);
  await page.getByLabel('卖方手机号').fill('13800000001');
  await page.getByLabel('买方姓名').fill(buyer.name);
  await page.getByLabel('买方证件号码').fill(buyer.idNo);
  await page.getByLabel('买方手机号').fill('13800000002');
  await page.getByLabel('成交价格').fill('2,000,000');
  await answerInquiry(page);
}

/**
 * Files the form and waits until the list of materials opens; returns the case number. With `identityInDoubt` the
 * police may know the number under another name: the window then checks the papers itself.
 */
export async function fileCase(page: Page, { identityInDoubt = false } = {}): Promise<string> {
  await page.keyboard.press('Alt+s');
  await page.waitForURL(/\/intake\/\d{20}/);
  const caseNo = /\d{20}/.exec(page.url())?.[0] ?? '';
  await page.waitForURL(/\/tasks\/\d+/, { timeout: 90_000 });
  const list = page.getByRole('heading', { name: '收件清单' });
  const doubt = page.getByRole('heading', { name: '人工核验身份' });
  await list.or(doubt).waitFor();
  if (identityInDoubt && (await doubt.isVisible())) {
    await page.getByLabel('核验情况').fill('当面核对户口簿和居民身份证，更名属实');
    await decide(page, '核验属实');
    await page.waitForURL(/\/intake\/\d{20}/);
    await page.waitForURL(/\/tasks\/\d+/, { timeout: 90_000 });
  }
  await list.waitFor();
  return caseNo;
}

/** Uploads a scan for every material that has to be handed in, and accepts. */
export async function handInAndAccept(page: Page): Promise<void> {
  await page.locator('table.checklist tbody tr').first().waitFor();
  const rows = page.locator('table.checklist tbody tr').filter({ has: page.locator('input[type=file]') });
  for (let index = 0; index < (await rows.count()); index++) {
    const row = rows.nth(index);
    await row.locator('input[type=file]').setInputFiles(await scan('contract'));
    await row.getByRole('button', { name: '查看' }).waitFor();
  }
  await page.getByText('材料齐全，可以受理').waitFor();
  await decide(page, '受理');
  await page.waitForURL(/\/intake\/\d{20}/);
}
