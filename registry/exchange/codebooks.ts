/**
 * Enumerations of 不动产登记数据库标准 / TD/T 1066, pinned by our name (domain §4.1): vendors number CFLX differently, so a number
 * never enters the register; it exists only in a message. Within a book every number stands for one name, so a message can be read back.
 */
export type Codebook = Readonly<Record<string, string>>;

export const codebooks = {
  /** 权利性质 QLXZ; the register keeps the Chinese word of the land file. */
  landNature: {
    国有土地: '100',
    划拨: '101',
    出让: '102',
    作价出资: '103',
    租赁: '104',
    授权经营: '105',
    集体: '200',
  },
  /** 房屋结构 FWJG. */
  structure: {
    钢结构: '1',
    钢和钢筋混凝土结构: '2',
    钢筋混凝土结构: '3',
    混合结构: '4',
    砖木结构: '5',
    其他结构: '6',
  },
  /** 房屋用途 FWYT. 车位 has no number of its own and goes as 其他. */
  use: {
    residential: '10',
    industrial: '21',
    common: '22',
    storage: '27',
    commercial: '31',
    office: '60',
    parking: '80',
  },
  /** 证件种类 ZJZL. */
  idType: {
    citizen: '1',
    hkmt: '2',
    passport: '3',
    household: '4',
    officer: '5',
    orgcode: '6',
    uscc: '7',
    other: '99',
  },
  /** 权利人类型 QLRLX. */
  nature: { person: '1', company: '2', institution: '3', government: '4', other: '99' },
  /** 共有方式 GYFS; `none`: rights that are not owned in common. */
  mode: { single: '0', joint: '1', shares: '2', none: '3' },
  /** 权属状态 QSZT. A 轮候查封 is a right in force that waits: CFLX says so, not QSZT. */
  status: { CURRENT: '1', HISTORY: '2' },
  /** 抵押方式 DYFS. */
  mortgageKind: { general: '1', maximum: '2' },
  /** 抵押不动产类型 DYBDCLX. */
  mortgaged: { land: '1', landAndHouse: '2', underConstruction: '4' },
  /** 预告登记种类 YGDJZL. */
  cautionKind: { presale: '1', sale: '2', presale_mortgage: '3', mortgage: '4' },
  /** 查封类型 CFLX. */
  seizureType: { seizure: '1', queued: '2', pre_seizure: '3', queued_pre_seizure: '4' },
  /** 地役权: which side this unit is on; own. */
  side: { servient: '1', dominant: '2' },
  /** 居住权 QDFS; own. */
  basis: { contract: '1', will: '2' },
} as const satisfies Record<string, Codebook>;

export type CodebookName = keyof typeof codebooks;

export function numberOf(book: CodebookName, name: string): string | null {
  return (codebooks[book] as Codebook)[name] ?? null;
}

export function nameOf(book: CodebookName, code: string): string | null {
  return Object.entries(codebooks[book]).find(([, known]) => known === code)?.[0] ?? null;
}
