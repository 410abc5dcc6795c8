/** Demo people: region 330299 is unassigned, so none of them can be a real person. */
import type { ApplicationParty } from '../../server/api/index.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A valid number (GB 11643-1999) of region 330299; `birth` is `YYYYMMDD`, `sequence` three digits. */
export function demoIdNo(birth: string, sequence: number): string {
  const digits = `330299${birth}${String(sequence).padStart(3, '0')}`;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return digits + '10X98765432'[sum % 11];
}

export interface DemoPerson {
  readonly name: string;
  readonly idType: ApplicationParty['idType'];
  readonly idNo: string;
  readonly nature: ApplicationParty['nature'];
  readonly phone?: string | null;
}

const person = (name: string, birth: string, sequence: number, phone: string): DemoPerson => ({
  name,
  idType: 'citizen',
  idNo: demoIdNo(birth, sequence),
  nature: 'person',
  phone,
});

/** Buyers and other applicants; sellers are the register's own holders. */
export const people = {
  gong: person('龚喆犇', '19900307', 901, '13800009001'),
  // Rare characters: the certificate must show them.
  hong: person('𬭎䶮', '19851231', 902, '13800009002'),
  shen: person('沈知行', '19930421', 903, '13800009003'),
  yu: person('虞晚舟', '19880808', 904, '13800009004'),
  xie: person('谢望潮', '19791105', 905, '13800009005'),
  mao: person('毛若溪', '19950617', 906, '13800009006'),
  ying: person('应怀谷', '19820228', 907, '13800009007'),
  zhuang: person('庄疏影', '19910909', 908, '13800009008'),
  lou: person('楼听澜', '19870115', 909, '13800009009'),
  hu: person('胡映雪', '19961224', 910, '13800009010'),
  wen: person('闻鹤年', '19750520', 911, '13800009011'),
  shao: person('邵清和', '19840402', 912, '13800009012'),
} as const;

/** The bank of the demo city's mortgages: one number has one name, at the police as in the register. */
export const bank: DemoPerson = {
  name: '甬江模拟银行股份有限公司海曙支行',
  idType: 'uscc',
  idNo: '91330299MAXXXX0150',
  nature: 'company',
  phone: '13800009900',
};

export function partyOf(
  role: ApplicationParty['role'],
  who: DemoPerson,
  share?: { n: number; d: number },
): ApplicationParty {
  const { name, idType, idNo, nature, phone } = who;
  return { role, nature, name, idType, idNo, ...(phone ? { phone } : {}), ...(share ? { share } : {}) };
}
