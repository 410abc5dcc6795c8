import type { Pool } from 'pg';
import { demoInstitutions } from '../../../registry/city/people.ts';
import { districts } from '../../../registry/validators/unit-code.ts';

/** Homes of a building, as in the demo city. */
export const HOMES_PER_BUILDING = 60;
/** Queued seizures behind the effective one of a home with a queue. */
export const QUEUE = 50;
/** Homes with such a queue, whatever the size of the city (if it has as many). */
const QUEUES = 120;

/** Numbers in `registry.persons`: the three institutions first, then the people. */
export const institutions = [demoInstitutions.company, demoInstitutions.bank, demoInstitutions.otherBank] as const;
export const FIRST_PERSON = 10;

const list = (values: readonly string[]) => `ARRAY[${values.map((value) => `'${value}'`).join(', ')}]`;
const codes = Object.keys(districts);
const surnames = [
  ...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏水窦章云苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳',
];
const given = [
  ...'子文明远晓雨佳宁思源海波甬江安然启航若兰清和嘉树立群春晖永年以宁书瑶景行知微予墨星辰可欣一鸣泽民润生慧敏国栋建平秀英',
];
const estates = ['甬城花园', '江畔人家', '月湖雅苑', '四明书院里', '海天苑', '梅山新村', '锦绣东城', '溪口小筑'];

/** The i-th roll of a home: an integer of 31 bits, the same for the same seed on every machine. */
const roll = (what: string, salt: number, seed: number) =>
  `(hashint8extended(${what}, ${seed * 1000 + salt}) & 2147483647)`;
const share = (salt: number, seed: number) => `${roll('i', salt, seed)} / 2147483648.0`;

/**
 * Functions of a person's number, in a schema that is gone after the load. Numbers are of the unassigned region 330299, with a
 * valid check character; different people, different numbers (up to 7 200 000).
 */
const functions = (seed: number) => `
  CREATE SCHEMA bench;
  CREATE FUNCTION bench.name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (${list(surnames)})[1 + ${roll('n', 1, seed)} % ${surnames.length}] || (${list(given)})[1 + ${roll('n', 2, seed)} % ${given.length}]
      || CASE WHEN ${roll('n', 3, seed)} % 10 < 7 THEN (${list(given)})[1 + ${roll('n', 4, seed)} % ${given.length}] ELSE '' END
  $$;
  CREATE TABLE bench.days AS
  SELECT d, '330299' || day AS digits, 166 + substr(day, 1, 1)::int * 2 + substr(day, 2, 1)::int + substr(day, 3, 1)::int * 6 + substr(day, 4, 1)::int * 3
      + substr(day, 5, 1)::int * 7 + substr(day, 6, 1)::int * 9 + substr(day, 7, 1)::int * 10 + substr(day, 8, 1)::int * 5 AS sum
  FROM generate_series(0, 17999) d, LATERAL (SELECT to_char(date '1945-01-01' + d, 'YYYYMMDD') AS day) x;
  CREATE FUNCTION bench.id_no(digits text, sum int, n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT digits || (200 + 2 * (n / 18000) + (n & 1)) || substr('10X98765432', 1 + ((sum + (200 + 2 * (n / 18000) + (n & 1)) / 100 * 8
      + (200 + 2 * (n / 18000) + (n & 1)) / 10 % 10 * 4 + (200 + 2 * (n / 18000) + (n & 1)) % 10 * 2) % 11)::int, 1)
  $$;`;

/**
 * One row a home, with everything that the register will say about it: the tables are filled from here.
 * A home was first registered to the developer with its building, a third was sold on once before, one in three carries a loan.
 */
const homes = (count: number, seed: number, [first, end]: [number, number]) => `
  SELECT i, b AS building, (${list(codes)})[1 + b % ${codes.length}] AS district, parcel_code, building_no, parcel_code || 'F' || building_no || lpad(room::text, 4, '0') AS unit_code,
    '宁波市' || (${list(Object.values(districts))})[1 + b % ${codes.length}] || '甬江大道' || parcel_no || '号' || (${list(estates)})[1 + parcel_no % ${estates.length}] || building_no::int || '幢'
      || lpad(floor::text, 2, '0') || lpad(((room - 1) % 4 + 1)::text, 2, '0') || '室' AS location,
    floor, lpad(floor::text, 2, '0') || lpad(((room - 1) % 4 + 1)::text, 2, '0') AS room_no, parking,
    CASE WHEN parking THEN 12 + round((6 * size)::numeric, 2) ELSE 45 + round((130 * size)::numeric, 2) END AS area,
    registered, registered AND resold < 0.37 AS resold, registered AND NOT parking AND loan < 0.36 AS mortgaged,
    CASE WHEN held < 0.6 THEN 'single' WHEN held < 0.92 THEN 'joint' ELSE 'shares' END AS mode,
    registered AND (trouble < 0.01 OR queued) AS seized, registered AND queued AS queued, registered AND NOT queued AND trouble BETWEEN 0.01 AND 0.018 AS cautioned,
    registered AND NOT queued AND trouble BETWEEN 0.018 AND 0.02 AS objected,
    1 + (loan * 1000)::int % 2 AS bank, 50 + (loan * 100000)::int % 200 AS loan_wan,
    first_at, timestamptz '2016-01-04 09:30+08' + (1400 * moment)::int * interval '1 day' AS resold_at,
    timestamptz '2020-01-06 10:00+08' + (2100 * moment)::int * interval '1 day' AS sold_at,
    timestamptz '2026-01-05 14:10+08' + (250 * moment)::int * interval '1 day' AS later_at,
    owner, bench.name(owner) AS owner_name, bench.id_no(d1.digits, d1.sum, owner) AS owner_id, owner = 3 * i AS owner_new,
    CASE WHEN held >= 0.6 THEN bench.name(3 * i + 1) END AS second_name, CASE WHEN held >= 0.6 THEN bench.id_no(d2.digits, d2.sum, 3 * i + 1) END AS second_id,
    CASE WHEN resold < 0.37 THEN bench.name(3 * i + 2) END AS seller_name, CASE WHEN resold < 0.37 THEN bench.id_no(d3.digits, d3.sum, 3 * i + 2) END AS seller_id
  FROM (
    SELECT i, b, district_place / 4 + 12 AS parcel_no, lpad((district_place % 4 + 1)::text, 4, '0') AS building_no,
      (${list(codes)})[1 + b % ${codes.length}] || '001002GB' || lpad((district_place / 4 + 12)::text, 5, '0') AS parcel_code,
      room, (room - 1) / 4 + 1 AS floor, ${share(11, seed)} < 0.08 AS parking, ${share(12, seed)} AS size, ${share(13, seed)} < 0.98 AS registered, ${share(14, seed)} AS resold,
      ${share(15, seed)} AS loan, ${share(16, seed)} AS held, ${share(17, seed)} AS trouble, ${share(18, seed)} AS moment,
      i % ${Math.max(HOMES_PER_BUILDING, Math.floor(count / QUEUES))} = 7 AS queued,
      timestamptz '2009-03-02 10:00+08' + (b % 2000) * interval '1 day' AS first_at,
      -- One home in seven belongs to somebody who has another one.
      3 * CASE WHEN i % 7 = 3 AND i >= 600 THEN i - 600 ELSE i END AS owner
    FROM generate_series(${first}, ${end - 1}::bigint) i, LATERAL (SELECT (i / ${HOMES_PER_BUILDING})::int AS b, (i % ${HOMES_PER_BUILDING})::int + 1 AS room) x,
      LATERAL (SELECT b / ${codes.length} AS district_place) y
  ) home JOIN bench.days d1 ON d1.d = owner * 37 % 18000 JOIN bench.days d2 ON d2.d = (3 * i + 1) * 37 % 18000 JOIN bench.days d3 ON d3.d = (3 * i + 2) * 37 % 18000`;

/** Writes the plan of `count` homes, by two connections, half and half. */
export async function planHomes(pool: Pool, count: number, seed: number): Promise<void> {
  await pool.query(functions(seed));
  await pool.query(`CREATE UNLOGGED TABLE bench.homes AS ${homes(count, seed, [0, 0])}`);
  const middle = Math.floor(count / 2);
  const halves: [number, number][] = [
    [0, middle],
    [middle, count],
  ];
  await Promise.all(halves.map((half) => pool.query(`INSERT INTO bench.homes ${homes(count, seed, half)}`)));
  await pool.query('ANALYZE bench.homes');
}
