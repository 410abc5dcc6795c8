import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { cityPerson, stockTemplates } from '../../registry/index.ts';

export type Tables = Partial<Record<string, Record<string, string | number>[]>>;

const quote = (value: string | number) =>
  /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);

export function csvOf(name: string, rows: readonly Record<string, string | number>[]): string {
  const headers = stockTemplates.find((template) => template.name === name)!.columns.map((column) => column.header);
  return [headers.join(','), ...rows.map((row) => headers.map((header) => quote(row[header] ?? '')).join(','))].join(
    '\n',
  );
}

/** A folder for the test that runs; gone when it has ended. */
export function stockFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yitong-stock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Writes each table as a CSV file; answers the paths. */
export function writeCsv(tables: Tables, encode: (text: string) => string | Buffer = (text) => text) {
  const folder = stockFolder();
  return Object.entries(tables).map(([name, rows]) => {
    const path = join(folder, `${name}.csv`);
    writeFileSync(path, encode(csvOf(name, rows ?? [])));
    return { path, name: `${name}.csv` };
  });
}

export const parcelOf = (nth: number) => `330206009009GB${String(nth).padStart(5, '0')}`;
export const unitOf = (parcel: number, house: number) => `${parcelOf(parcel)}F0001${String(house).padStart(4, '0')}`;

export const parcelRow = (nth: number) => ({
  宗地代码: parcelOf(nth),
  坐落: `北仑区存量路${nth}号`,
  宗地面积: '5000.00',
  土地用途: '城镇住宅用地',
  权利性质: '出让',
  使用期限止: '2075-12-31',
});
export const buildingRow = (nth: number) => ({
  宗地代码: parcelOf(nth),
  幢号: '0001',
  项目名称: '存量小区',
  房屋结构: '混合结构',
  总层数: 6,
  竣工日期: '1998/6/30',
});

/** A whole house with one owner; `more` changes single cells by table and header. */
export function house(
  parcel: number,
  nth: number,
  more: { unit?: object; ownership?: object; holder?: object; code?: string } = {},
): Required<Pick<Tables, '不动产单元' | '所有权' | '权利人'>> {
  const person = cityPerson(5_000 + parcel * 1_000 + nth);
  const code = more.code ?? unitOf(parcel, nth);
  const certificateNo = `甬房权证仑字第2008${String(parcel).padStart(3, '0')}${String(nth).padStart(4, '0')}号`;
  return {
    不动产单元: [
      {
        不动产单元号: code,
        坐落: `北仑区存量路${parcel}号${nth}室`,
        所在层: 1 + (nth % 6),
        室号: `${nth}`,
        房屋用途: '住宅',
        建筑面积: '80.00',
        套内面积: '65.00',
        分摊面积: '15.00',
        ...more.unit,
      },
    ],
    所有权: [
      {
        不动产单元号: code,
        不动产权证号: certificateNo,
        登记类型: '转移登记',
        登记原因: '买卖',
        登记时间: '2008-05-06 10:00:00',
        共有方式: '单独所有',
        取得价格: '450000.5',
        ...more.ownership,
      },
    ],
    权利人: [
      {
        不动产单元号: code,
        权利证号: certificateNo,
        权利人名称: person.name,
        证件种类: '身份证',
        证件号: person.idNo,
        权利人类型: '个人',
        ...more.holder,
      },
    ],
  };
}

export function together(...parts: Tables[]): Tables {
  const all: Tables = {};
  for (const part of parts)
    for (const [name, rows] of Object.entries(part)) all[name] = [...(all[name] ?? []), ...(rows ?? [])];
  return all;
}
