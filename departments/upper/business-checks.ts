/**
 * What the platform checks beyond the dictionary, as the national one does: codes, check digits, sums, holders. Written
 * independently of the register's own validators, so that the two can disagree in a test.
 */
import type { Finding, Message, MessageRow } from './message.ts';

const unitPattern = /^\d{12}[GJZ][ABCDEFGHLNSXWY]\d{5}(W0{8}|[FLQ]\d{8})$/;
const certificatePattern = /^.（\d{4}）.+不动产(权|证明)第\d{7}号$/;
/** 条例 §33: papers from before 2015 stay valid, and their numbers have no common form. */
const oldCertificate = /字|国用|集用|房权证/;
const owned = ['JSYDSYQ', 'FDCQ2', 'DYAQ'];

export function businessFindings(message: Message, now: Date): Finding[] {
  const findings: Finding[] = [];
  const say = (table: string, field: string, row: MessageRow, code: string, text: string) =>
    findings.push({ table, field, unitCode: row.BDCDYH ?? null, code, message: `${table}.${field}：${text}` });
  const rows = (table: string) => message.data[table] ?? [];

  for (const [table, list] of Object.entries(message.data))
    for (const row of list) {
      if (row.BDCDYH !== undefined && !unitPattern.test(row.BDCDYH))
        say(table, 'BDCDYH', row, 'UNIT_CODE', '不动产单元号不符合编码规则');
      if (row.QXDM !== undefined && row.BDCDYH !== undefined && !row.BDCDYH.startsWith(row.QXDM))
        say(table, 'QXDM', row, 'DISTRICT', '区县代码与不动产单元号不一致');
      if (row.DJSJ !== undefined && Date.parse(row.DJSJ) > now.getTime() + 60_000)
        say(table, 'DJSJ', row, 'FUTURE', '登记时间晚于上报时间');
      for (const field of ['BDCQZH', 'BDCDJZMH'])
        for (const no of row[field]?.split('、') ?? [])
          if (!certificatePattern.test(no) && !oldCertificate.test(no))
            say(table, field, row, 'CERTIFICATE_NO', '证书（证明）号格式不正确');
    }
  for (const row of rows('H')) {
    if (Number(row.SCJZMJ) <= 0) say('H', 'SCJZMJ', row, 'AREA', '建筑面积应大于零');
    if (row.SCTNJZMJ === undefined) say('H', 'SCTNJZMJ', row, 'MISSING', '缺少套内建筑面积');
    if (row.SCFTJZMJ === undefined) say('H', 'SCFTJZMJ', row, 'MISSING', '缺少分摊建筑面积');
    const sum = Number(row.SCTNJZMJ) + Number(row.SCFTJZMJ) - Number(row.SCJZMJ);
    if (Math.abs(sum) > 0.0101) say('H', 'SCTNJZMJ', row, 'AREA_SUM', '套内与分摊之和不等于建筑面积');
    if (row.BDCDYH?.slice(0, 19) !== row.ZDDM) say('H', 'ZDDM', row, 'PARCEL', '户与宗地未挂接');
  }
  const holders = new Map<string, MessageRow[]>();
  for (const row of rows('QLR')) {
    const key = `${row.BSM} ${row.BDCDYH}`;
    holders.set(key, [...(holders.get(key) ?? []), row]);
  }
  for (const table of owned)
    for (const row of rows(table))
      if (row.QSZT === '1' && !holders.has(`${row.BSM} ${row.BDCDYH}`))
        say(table, 'BSM', row, 'HOLDER_MISSING', '没有权利人');
  for (const row of rows('QLR')) {
    if (row.ZJZL === '1' && !citizenNumber(row.ZJH ?? '')) say('QLR', 'ZJH', row, 'ID_CHECK', '身份证号校验不通过');
  }
  for (const [key, list] of holders) {
    const shared = list.filter((row) => row.GYFS === '2');
    if (shared.length > 0 && !addUp(shared)) {
      const row = shared[0] as MessageRow;
      say('QLR', 'QLBL', row, 'SHARES', `按份共有的份额之和不等于1（权利${key.split(' ')[0]}）`);
    }
  }
  for (const row of rows('DYAQ'))
    if (row.BDBZZQSE === undefined && row.ZGZQSE === undefined)
      say('DYAQ', 'BDBZZQSE', row, 'MISSING', '缺少被担保债权数额');
  return findings;
}

/** ISO 7064 MOD 11-2 of GB 11643. */
function citizenNumber(no: string): boolean {
  if (!/^\d{17}[\dX]$/.test(no)) return false;
  const sum = [...no.slice(0, 17)].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0);
  return no[17] === '10X98765432'[sum % 11];
}

function addUp(rows: readonly MessageRow[]): boolean {
  let [n, d] = [0n, 1n];
  for (const row of rows) {
    const [a, b] = (row.QLBL ?? '0/1').split('/');
    n = n * BigInt(b ?? 1) + BigInt(a ?? 0) * d;
    d *= BigInt(b ?? 1);
  }
  return n === d;
}
