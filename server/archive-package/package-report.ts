/** What can be asked of a package, in the order of the table. */
export const CHECKS = {
  container: '压缩包结构：逐字节与本系统生成的相同（未重排、未增删）',
  files: '文件摘要（SHA-256）：与 SHA256SUMS、目录 manifest.json 一致',
  chain: '登记事件链（chain.txt）：逐环相连',
  events: '事件与材料对应：每份材料由事件存入，存入的都在包内',
  pades: 'PDF 电子签章（PAdES）',
  timeStamps: '时间戳（RFC 3161）',
  sm2: '国密签名（SM2/SM3）',
  certificates: '印章证书链：至信任的证书机构',
  register: '登记簿的链头（锚）包含本包的事件',
} as const;
export type CheckName = keyof typeof CHECKS;

export interface CheckRow {
  check: CheckName;
  /** How many were looked at. */
  count: number;
  state: 'holds' | 'fails' | 'unchecked';
  /** Why not, or not all; English, as the problems. */
  note: string | null;
}

export interface PackageReport {
  /** Nothing that was checked differs. */
  ok: boolean;
  /** And everything was checked that can be. */
  complete: boolean;
  format: string | null;
  kind: 'case' | 'notice' | null;
  number: string | null;
  documents: number;
  events: number;
  /** Where the stretches end: the register's chains contain these links. */
  ends: { chain: string; seq: number; hash: string }[];
  checks: CheckRow[];
  problems: string[];
}

/** Collects what is found, row by row of the table. */
export class Findings {
  readonly problems: string[] = [];
  private readonly rows = new Map<CheckName, CheckRow>();

  constructor() {
    for (const check of Object.keys(CHECKS) as CheckName[])
      this.rows.set(check, { check, count: 0, state: 'unchecked', note: 'not reached' });
  }

  /** `count` more were looked at; a row that has failed stays so. */
  held(check: CheckName, count = 1): void {
    const row = this.row(check);
    row.count += count;
    if (row.state !== 'unchecked') return;
    if (row.note === 'not reached') row.note = null;
    if (row.note === null) row.state = 'holds';
  }

  failed(check: CheckName, problem: string): void {
    const row = this.row(check);
    row.state = 'fails';
    row.note = null;
    this.problems.push(problem);
  }

  unchecked(check: CheckName, why: string): void {
    const row = this.row(check);
    if (row.state === 'fails') return;
    row.state = 'unchecked';
    row.note = why;
  }

  get checks(): CheckRow[] {
    return [...this.rows.values()];
  }

  private row(check: CheckName): CheckRow {
    return this.rows.get(check) as CheckRow;
  }
}
