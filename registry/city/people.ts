import { addDays } from '../calendar/local-time.ts';
import type { IdType, Nature } from '../common.ts';
import { citizenIdCheck } from '../validators/citizen-id.ts';
import { pick, random } from './random.ts';

export interface CityPerson {
  name: string;
  nature: Nature;
  idType: IdType;
  idNo: string;
  phone: string | null;
}

const surnames = [
  ...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻柏水窦章云苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳',
];
const given = [
  ...'子文明远晓雨佳宁思源海波甬江安然启航若兰清和嘉树立群春晖永年以宁书瑶景行知微予墨星辰可欣一鸣泽民润生慧敏国栋建平秀英',
];

/** Days spread over 1945–1994; 37 and 18 000 have no common divisor, so the first 18 000 people have 18 000 birthdays. */
const birthDays = 18_000;
const firstBirthday = '1945-01-01';

/** Person number `n` of the city: region 330299 is assigned to nobody, so no one real can be meant. Different n, different number. */
export function cityPerson(n: number): CityPerson {
  const roll = random(n * 7919 + 17);
  const born = addDays(firstBirthday, (n * 37) % birthDays).replaceAll('-', '');
  const block = Math.floor(n / birthDays);
  const first17 = `330299${born}${String(200 + 2 * block + (roll() < 0.5 ? 0 : 1)).padStart(3, '0')}`;
  const name = pick(surnames, roll()) + pick(given, roll()) + (roll() < 0.7 ? pick(given, roll()) : '');
  return {
    name,
    nature: 'person',
    idType: 'citizen',
    idNo: first17 + citizenIdCheck(first17),
    phone: `139${String(n % 100_000_000).padStart(8, '0')}`,
  };
}

function citizen(name: string, idNo: string, phone: string): CityPerson {
  return { name, nature: 'person', idType: 'citizen', idNo, phone };
}

/** People of the demo and of the examples; numbers are the vectors of domain §3.3, phones are of no one. */
export const demoPeople = {
  zhang: citizen('张明远', '330299199003070013', '13900000001'),
  li: citizen('李佳宁', '330299198512310025', '13900000002'),
  chen: citizen('陈思源', '330299200002290044', '13900000003'),
  wang: citizen('王海波', '33029919810412002X', '13900000004'),
  zhou: citizen('周子航', '330299199911300056', '13900000005'),
  /** Minor (2010). */
  xiaoxu: citizen('许小禾', '33029920100615006X', '13900000006'),
  xu: citizen('许国栋', '330299196606060072', '13900000007'),
  shen: citizen('沈秀英', '330299197208150181', '13900000008'),
  he: citizen('何建平', '330299199304210112', '13900000009'),
  yu: citizen('俞晓雨', '330299198808081209', '13900000010'),
} as const;

/** Simulated institutions; codes are the vectors of domain §3.4. */
export const demoInstitutions = {
  bank: {
    name: '甬江模拟银行股份有限公司海曙支行',
    nature: 'company',
    idType: 'uscc',
    idNo: '91330299MAXXXX0150',
    phone: null,
  },
  otherBank: {
    name: '东海模拟银行股份有限公司宁波分行',
    nature: 'company',
    idType: 'uscc',
    idNo: '91330299MAXXXX023T',
    phone: null,
  },
  company: { name: '甬城模拟置业有限公司', nature: 'company', idType: 'uscc', idNo: '91330299MAXXXX0743', phone: null },
} as const satisfies Record<string, CityPerson>;
