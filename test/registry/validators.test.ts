import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  citizenIdCheck,
  exceedTogether,
  fullYears,
  parseShare,
  sumShares,
  upgradeCitizenId,
  usccCheck,
  validateArea,
  validateCaseNo,
  validateCertificateNo,
  validateCitizenId,
  validateCourtCaseNo,
  validateIdNumber,
  validateLegacyCertificateNo,
  validateMobile,
  validateShares,
  validateUnitCode,
  validateUscc,
} from '../../registry/validators/index.ts';

const today = '2026-11-23';
type Outcome = { ok: boolean; code?: string; warnings?: { code: string }[] };
/** `valid`, `valid+WARNING` or the error code. */
function verdict(result: Outcome): string {
  return result.ok ? ['valid', ...(result.warnings ?? []).map((w) => w.code)].join('+') : (result.code ?? '');
}

describe('不动产单元代码 (domain §3.1)', () => {
  it.each([
    ['330203001002GB00012F00010023', 'valid'],
    ['330212005001GB00345W00000000', 'valid'],
    ['330206002003GX00007F00020001', 'valid'],
    ['330203 001002 GB00012 F00010023', 'valid'],
    ['３３０２０３００１００２ＧＢ０００１２ｆ０００１００２３', 'valid'],
    ['330203001002gb00012f99990001', 'valid'],
    ['330203001002GB00012F0001002', 'UNIT_CODE_LENGTH'],
    ['330203001002GB00012W00000001', 'UNIT_CODE_LAND_ONLY'],
    ['330203001002KB00012F00010023', 'UNIT_CODE_OWNERSHIP'],
    ['330203001002GK00012F00010023', 'UNIT_CODE_RIGHT'],
    ['330203001002GB00000F00010023', 'UNIT_CODE_SEQUENCE'],
    ['330203001002GB00012F00000023', 'UNIT_CODE_BUILDING'],
    ['330203001002GB00012X00010023', 'UNIT_CODE_FIXTURE'],
    ['33020300100OGB00012F00010023', 'UNIT_CODE_AREA'],
    ['330204001002GB00012F00010023', 'valid+UNIT_LEGACY_DISTRICT'],
    ['330110001002GB00012F00010023', 'valid+UNIT_NOT_OURS'],
    ['', 'UNIT_CODE_EMPTY'],
  ])('%s → %s', (input, expected) => {
    expect(verdict(validateUnitCode(input))).toBe(expected);
  });

  // letter 1: who owns the land; letter 2: the right on it
  const letters = ['G', 'J', 'Z'].flatMap((one) => [...'ABCDEFGHLNSXWY'].map((two) => one + two));
  it.each(letters)('宗地特征码 %s → valid', (pair) => {
    expect(verdict(validateUnitCode(`330203001002${pair}00012F00010023`))).toBe('valid');
  });
  it('no other letter stands for a right, and only F L Q W for what stands on the land', () => {
    const not = (known: string) => [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((letter) => !known.includes(letter));
    for (const one of not('GJZ'))
      expect(verdict(validateUnitCode(`330203001002${one}B00012F00010023`)), one).toBe('UNIT_CODE_OWNERSHIP');
    for (const two of not('ABCDEFGHLNSXWY'))
      expect(verdict(validateUnitCode(`330203001002G${two}00012F00010023`)), two).toBe('UNIT_CODE_RIGHT');
    for (const fixture of not('FLQW'))
      expect(verdict(validateUnitCode(`330203001002GB00012${fixture}00010023`)), fixture).toBe('UNIT_CODE_FIXTURE');
    for (const district of ['330203', '330205', '330206', '330211', '330212', '330213'])
      expect(validateUnitCode(`${district}001002GB00012F00010023`)).toMatchObject({
        value: { jurisdiction: 'handled' },
      });
  });

  it('takes the code apart', () => {
    const result = validateUnitCode('330203 001002 GB00012 F00010023');
    expect(result.ok && result.value).toMatchObject({
      code: '330203001002GB00012F00010023',
      display: '330203 001002 GB00012 F00010023',
      parcelCode: '330203001002GB00012',
      buildingNo: '0001',
      roomNo: '0023',
      jurisdiction: 'handled',
    });
  });
});

describe('不动产权证书号 (domain §3.2)', () => {
  it.each([
    ['浙（2019）宁波市海曙不动产权第0000123号', 'valid'],
    ['浙（2019）宁波市不动产证明第0004567号', 'valid'],
    ['浙(2021)宁波市鄞州不动产权第0000001号', 'valid'],
    ['浙（2019）宁波市海曙不动产权第123号', 'CERT_NO_SEQUENCE'],
    ['浙（2013）宁波市不动产权第0000123号', 'CERT_NO_YEAR'],
    ['浙（2027）宁波市不动产权第0000123号', 'CERT_NO_YEAR'],
    ['浙2019宁波市不动产权第0000123号', 'CERT_NO_BRACKETS'],
    ['甬（2019）宁波市不动产权第0000123号', 'CERT_NO_PROVINCE'],
  ])('%s → %s', (input, expected) => {
    expect(verdict(validateCertificateNo(input, { currentYear: 2026 }))).toBe(expected);
  });

  it('stores full-width brackets', () => {
    const result = validateCertificateNo('浙(2021)宁波市鄞州不动产权第0000001号', { currentYear: 2026 });
    expect(result.ok && result.value).toEqual({
      no: '浙（2021）宁波市鄞州不动产权第0000001号',
      province: '浙',
      year: 2021,
      area: '宁波市鄞州',
      kind: 'certificate',
      sequence: 1,
    });
  });

  it('keeps old numbers as they are, 4 to 60 characters', () => {
    for (const old of ['甬房权证海曙字第2012XXXXXXX号', '甬国用（2012）第XX号', '甬房权证海曙字第20120012345号'])
      expect(verdict(validateLegacyCertificateNo(old))).toBe('valid');
    expect(verdict(validateLegacyCertificateNo('号'.repeat(60)))).toBe('valid');
    expect(verdict(validateLegacyCertificateNo('号'.repeat(61)))).toBe('LEGACY_CERT_NO_LENGTH');
    expect(verdict(validateLegacyCertificateNo('abc'))).toBe('LEGACY_CERT_NO_LENGTH');
  });
});

describe('公民身份号码 (domain §3.3)', () => {
  it.each([
    ['11010519491231002X', 'valid'],
    ['11010519491231002x', 'valid'],
    ['440524188001010014', 'valid+CITIZEN_ID_AGE'],
    ['330299199003070013', 'valid'],
    ['330299198512310025', 'valid'],
    ['33029919780229003X', 'CITIZEN_ID_BIRTH_DATE'],
    ['330299200002290044', 'valid'],
    ['33029919810412002X', 'valid'],
    ['330299199003070012', 'CITIZEN_ID_CHECK'],
    ['33029919900307001', 'CITIZEN_ID_LENGTH'],
    ['330299209001010013', 'CITIZEN_ID_BIRTH_FUTURE'],
    ['3302991990O3070013', 'CITIZEN_ID_CHARACTERS'],
    ['330299900307001', 'CITIZEN_ID_OLD'],
    ['990299199003070013', 'CITIZEN_ID_REGION'],
    ...[
      '330299199911300056',
      '33029920100615006X',
      '330299196606060072',
      '330299197208150181',
      '330299199304210112',
      '330299198808081209',
    ].map((id): [string, string] => [id, 'valid']),
  ])('%s → %s', (input, expected) => {
    expect(verdict(validateCitizenId(input, { today }))).toBe(expected);
  });

  it('reads sex, birthday and age', () => {
    const male = validateCitizenId('330299199003070013', { today });
    const female = validateCitizenId('330299198512310025', { today });
    expect(male.ok && male.value).toMatchObject({ sex: 'male', bornOn: '1990-03-07', age: 36 });
    expect(female.ok && female.value).toMatchObject({ sex: 'female', bornOn: '1985-12-31', age: 40 });
  });

  it('counts full years, 29 February from 1 March', () => {
    expect(fullYears('2000-02-29', '2026-02-28')).toBe(25);
    expect(fullYears('2000-02-29', '2026-03-01')).toBe(26);
  });

  it('finds every single wrong digit and every swap of neighbours (MOD 11-2)', () => {
    const digits17 = fc.stringMatching(/^330299(19|20)(0[1-9]|1\d)(0[1-9]|1[0-2])(0[1-9]|1\d)\d{3}$/);
    fc.assert(
      fc.property(digits17, fc.nat(16), fc.integer({ min: 1, max: 9 }), (first17, at, shift) => {
        const id = first17 + citizenIdCheck(first17);
        const wrong = id.slice(0, at) + ((Number(id[at]) + shift) % 10) + id.slice(at + 1);
        expect(citizenIdCheck(wrong)).not.toBe(wrong[17]);
        const swapped = id.slice(0, at) + id[at + 1] + id[at] + id.slice(at + 2);
        if (at < 16 && id[at] !== id[at + 1]) expect(citizenIdCheck(swapped)).not.toBe(swapped[17]);
      }),
    );
  });

  it('lengthens a 15-digit number of an old register row', () => {
    expect(upgradeCitizenId('330299900307001')).toBe('330299199003070013');
    expect(upgradeCitizenId('33029990030700')).toBeNull();
  });
});

describe('统一社会信用代码 (domain §3.4)', () => {
  it.each([
    ['91330299MAXXXX0150', 'valid'],
    ['91330299MAXXXX023T', 'valid'],
    ['91330299MAXXXX0743', 'valid'],
    ['12330299MAXXXX031T', 'valid'],
    ['11330299MAXXXX04XM', 'valid'],
    ['52330299MAXXXX058E', 'valid'],
    ['92330299MAXXXX0665', 'valid'],
    ['91330299MAXXXX0151', 'USCC_CHECK'],
    ['91330299MAXXXS0150', 'USCC_CHARACTERS'],
    ['91330299MAXXXX015', 'USCC_LENGTH'],
    ['99330299MAXXXX0150', 'USCC_CHECK'],
    ['913302990MAXXXX0150', 'USCC_LENGTH'],
  ])('%s → %s', (input, expected) => {
    expect(verdict(validateUscc(input))).toBe(expected);
  });

  it('refuses an unknown kind even with a right check', () => {
    const first17 = '99330299MAXXXX015';
    expect(verdict(validateUscc(first17 + usccCheck(first17)))).toBe('USCC_KIND');
  });

  it('only warns when the inner check is broken', () => {
    const first17 = '91330299MAXXXX016';
    expect(verdict(validateUscc(first17 + usccCheck(first17)))).toBe('valid+USCC_SUBJECT_CHECK');
  });
});

describe('other formats (domain §3.5)', () => {
  it.each([
    ['（2019）浙0203执123号', 'valid'],
    ['（2019）浙02执保45号之一', 'valid'],
    ['(2019)浙0203执123号', 'valid'],
    ['（2019）沪0101执123号', 'valid+COURT_UNKNOWN'],
    ['（1819）浙0203执123号', 'COURT_NO_YEAR'],
    ['2019浙0203执123号', 'COURT_NO_YEAR'],
    ['（2019）浙0203执123', 'COURT_NO_END'],
    ['（2019）浙0203执号', 'COURT_NO_FORMAT'],
    ['（2019）浙0203执1234567号', 'COURT_NO_FORMAT'],
  ])('案号 %s → %s', (input, expected) => {
    expect(verdict(validateCourtCaseNo(input))).toBe(expected);
  });

  it.each([
    ['13800000000', 'valid'],
    ['+86 138-0000-0000', 'valid'],
    ['12800000000', 'MOBILE_PREFIX'],
    ['1380000000', 'MOBILE_LENGTH'],
  ])('mobile %s → %s', (input, expected) => {
    expect(verdict(validateMobile(input))).toBe(expected);
  });

  it.each([
    ['20261123330203000001', 'valid'],
    ['20260230330203000001', 'CASE_NO_DAY'],
    ['20261123330110000001', 'CASE_NO_DISTRICT'],
    ['2026112333020300001', 'CASE_NO_FORMAT'],
  ])('业务号 %s → %s', (input, expected) => {
    expect(verdict(validateCaseNo(input))).toBe(expected);
  });

  it.each([
    [{ area: '89.50' }, 'valid'],
    [{ area: 89.5, inner: 70.01, shared: 19.48 }, 'valid'],
    [{ area: 89.5, inner: 70.01, shared: 19.47 }, 'AREA_SUM'],
    [{ area: 0 }, 'AREA_POSITIVE'],
    [{ area: '89.505' }, 'AREA_DECIMALS'],
    [{ area: '-1' }, 'AREA_NUMBER'],
  ])('area %j → %s', (input, expected) => {
    expect(verdict(validateArea(input))).toBe(expected);
  });

  it('checks an identity number by its type', () => {
    expect(verdict(validateIdNumber('citizen', '330299199003070013', { today }))).toBe('valid');
    expect(verdict(validateIdNumber('uscc', '91330299MAXXXX0151', { today }))).toBe('USCC_CHECK');
    expect(verdict(validateIdNumber('passport', 'E12345678', { today }))).toBe('valid');
    expect(verdict(validateIdNumber('passport', '护照', { today }))).toBe('ID_NO_FORMAT');
  });
});

describe('shares (INV-25, scenario 10)', () => {
  it('accepts three thirds exactly and refuses decimals with advice', () => {
    const third = { n: 1, d: 3 };
    expect(verdict(validateShares([third, third, third]))).toBe('valid');
    expect(
      verdict(
        validateShares([
          { n: 33, d: 100 },
          { n: 33, d: 100 },
          { n: 33, d: 100 },
        ]),
      ),
    ).toBe('SHARES_SUM');
    expect(verdict(validateShares([{ n: 0.33, d: 1 }]))).toBe('SHARE_DECIMAL');
    expect(parseShare('0.33')).toMatchObject({
      ok: false,
      code: 'SHARE_DECIMAL',
      message: expect.stringContaining('1/3'),
    });
    expect(parseShare('２／４')).toMatchObject({ ok: true, value: { n: 1, d: 2 } });
    expect(parseShare('50%')).toMatchObject({ ok: true, value: { n: 1, d: 2 } });
  });

  it('tells a sum from its limit when they differ by less than a floating-point number can say', () => {
    const shares = [
      { n: 510_408, d: 999_983 },
      { n: 237_495, d: 999_979 },
      { n: 252_073, d: 999_959 },
    ];
    const { n, d } = sumShares(shares);
    expect(n - d).toBe(1n);
    expect(exceedTogether(shares, { n: 1, d: 1 })).toBe(true);
    expect(exceedTogether(shares.slice(1), { n: 1, d: 1 })).toBe(false);
    expect(exceedTogether([], { n: 1, d: 1 })).toBe(false);
  });

  it('any cut of the whole into parts sums to exactly 1, and any change of one part does not', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 12 }), (parts) => {
        const whole = parts.reduce((a, b) => a + b, 0);
        const shares = parts.map((n) => ({ n, d: whole }));
        expect(validateShares(shares).ok).toBe(true);
        expect(sumShares(shares)).toEqual({ n: 1n, d: 1n });
        const [first, ...rest] = shares;
        if (first && rest.length > 0) expect(validateShares([{ n: first.n, d: first.d + 1 }, ...rest]).ok).toBe(false);
      }),
    );
  });
});
