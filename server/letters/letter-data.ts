import type { LetterData } from '../../platform/documents/index.ts';
import { dayOf, formatLocal, issuingOffice, type LetterFacts, type LetterKind } from '../../registry/index.ts';

interface Wording {
  title: string;
  paragraphs: string[];
  facts: (readonly [string, string])[];
  consequences: string[];
}

/** What the letter says, with the law it rests on. */
export function letterDataOf(facts: LetterFacts): LetterData {
  const { letterNo, reference, addressee, district, issuedAt } = facts;
  const wording = wordings[facts.kind](facts);
  return {
    title: wording.title,
    letterNo,
    reference,
    addressee,
    office: issuingOffice(district),
    issuedOn: dayOf(issuedAt),
    paragraphs: wording.paragraphs,
    facts: [
      ['不动产单元号', facts.unitCode],
      ['坐落', facts.location],
      ['权利证书（证明）号', facts.certificateNo ?? '见登记簿'],
      ...wording.facts,
    ],
    consequences: wording.consequences,
    receipt: true,
  };
}

const when = (instant: Date | null) => (instant ? formatLocal(instant) : '—');

const wordings: Record<LetterKind, (facts: LetterFacts) => Wording> = {
  mortgage_followed: (facts) => ({
    title: '抵押不动产转移告知书',
    paragraphs: [
      '您（贵单位）享有抵押权的下列不动产已经转移登记。根据《中华人民共和国民法典》第四百零六条，抵押财产转让的，抵押权不受影响，继续存在于新的权利人名下。特此告知。',
    ],
    facts: [['转移登记时间', when(facts.enteredAt)]],
    consequences: [
      '抵押权的顺位、担保范围和登记证明号不变，原登记证明继续有效。',
      '您（贵单位）能够证明抵押财产转让可能损害抵押权的，可以依法请求抵押人将转让所得的价款提前清偿债务或者提存。',
    ],
  }),
  mortgage_seized: (facts) => ({
    title: '抵押不动产查封告知书',
    paragraphs: [
      '您（贵单位）享有最高额抵押权的下列不动产已被查封。根据《中华人民共和国民法典》第四百二十三条第（四）项和《最高人民法院关于人民法院民事执行中查封、扣押、冻结财产的规定》第二十五条，自您（贵单位）收到本告知书时起，受抵押担保的债权数额不再增加。特此告知。',
    ],
    facts: [
      ['查封机关', facts.seizure?.authority ?? '—'],
      ['查封文号', facts.seizure?.documentNo ?? '—'],
      ['查封时间', when(facts.seizure?.startsAt ?? null)],
    ],
    consequences: [
      '请在收到时于送达回证上签收并注明日期、时间；受担保的债权数额以签收时为准。',
      '请将签收时的债权数额书面告知本登记机构，记入登记簿；没有告知的，以登记的最高债权额为限。',
    ],
  }),
  co_owner_disposed: (facts) => ({
    title: '共有不动产处分告知书',
    paragraphs: [
      '您（贵单位）按份共有的下列不动产，已由占份额三分之二以上的其他共有人申请处分并登记。根据《中华人民共和国民法典》第三百零一条，特此告知。',
    ],
    facts: [['登记时间', when(facts.enteredAt)]],
    consequences: [
      '您（贵单位）与其他共有人之间的份额价款，按约定或者法律规定结算。',
      '认为登记损害合法权益的，可以申请更正登记、异议登记，或者自收到本告知书之日起六十日内申请行政复议、六个月内提起行政诉讼。',
    ],
  }),
  ex_officio: (facts) => ({
    title: '更正登记通知书',
    paragraphs: [
      '本登记机构发现登记簿对下列不动产的记载有错误。根据《不动产登记暂行条例实施细则》第八十一条，通知您（贵单位）办理更正登记；逾期不办理、公告期满无异议的，由本登记机构依职权更正。',
    ],
    facts: [
      ['登记簿的错误', facts.correction?.error ?? '—'],
      ['证明材料', facts.correction?.evidenceNo ?? '—'],
      ['期限', `自收到本通知书之日起${facts.termDays ?? '—'}个工作日`],
    ],
    consequences: [
      '请在期限内持本通知书、身份证明和权属证书到登记窗口办理，或者书面提出异议并附证据。',
      '错误登记之后已经办理了处分登记、预告登记或查封登记的，不予更正。',
    ],
  }),
};
