import { demoInstitutions } from '../city/people.ts';
import { courts } from '../validators/court-case-no.ts';
import { subjectCheck, usccCheck } from '../validators/uscc.ts';
import type { Organisation } from './types.ts';

/** A code that nobody has: region 330299 is assigned to no authority. @param office 91 company, 11 government */
function demoUscc(office: '91' | '11', running: number): string {
  const subject = `MAXXXX${String(running).padStart(2, '0')}`;
  const first17 = `${office}330299${subject}${subjectCheck(subject)}`;
  return first17 + usccCheck(first17);
}

const org = (kind: Organisation['kind'], orgId: string, name: string, uscc: string): Organisation => ({
  orgId,
  kind,
  name,
  uscc,
  active: true,
});

const numerals = ['', ...'一二三四五六七八九十', '十一', '十二', '十三', '十四', '十五', '十六'];

/** The first two are the mortgagees of the city; the register compares names to the letter, so theirs are as they stand there. */
const banks = Array.from({ length: 16 }, (_, i) => {
  const orgId = `BANK-${String(i + 1).padStart(2, '0')}`;
  const known = [demoInstitutions.bank, demoInstitutions.otherBank][i];
  return known
    ? org('bank', orgId, known.name, known.idNo)
    : org('bank', orgId, `演示${numerals[i + 1]}号银行股份有限公司宁波分行（演示）`, demoUscc('91', 20 + i));
});

const courtOrgs = Object.entries(courts).map(([code, name], i) =>
  org('court', `COURT-${code.slice(1)}`, `${name}（演示）`, demoUscc('11', 40 + i)),
);

const utilities = (
  [
    ['WATER', '宁波演示自来水有限公司（演示）'],
    ['POWER', '宁波演示供电有限公司（演示）'],
    ['GAS', '宁波演示燃气有限公司（演示）'],
    ['TV', '宁波演示数字电视有限公司（演示）'],
    ['BROADBAND', '宁波演示宽带通信有限公司（演示）'],
  ] as const
).map(([orgId, name], i) => org('utility', orgId, name, demoUscc('91', 60 + i)));

/** 16 banks, 12 courts and 5 utilities (domain §1.2 V02, V03, V04); all invented. */
export const demoOrganisations: readonly Organisation[] = [...banks, ...courtOrgs, ...utilities];
