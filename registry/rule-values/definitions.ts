import type { GoverningDay, RuleDefinition, RuleName, ValueForm } from './types.ts';

const integer = (min: number, max: number, unit: string): ValueForm => ({ kind: 'integer', min, max, unit });
const choice = (yes: string, no: string): ValueForm => ({ kind: 'boolean', yes, no });

const rule = (
  name: RuleName,
  group: string,
  title: string,
  help: string,
  governedBy: GoverningDay,
  form: ValueForm,
  perProfile = false,
): RuleDefinition => ({ name, group, title, help, governedBy, form, perProfile });

/** The rules that domain.md marks as dated, local or still to be verified, in the order of the screen. */
export const definitions: readonly RuleDefinition[] = [
  rule(
    'mortgage.consent_always',
    '抵押与预告',
    '抵押财产转让须抵押权人同意',
    '是：转让已抵押的不动产一律须抵押权人书面同意（物权法 191）。否：按民法典 406，只在约定限制或旧抵押时须同意（INV-18）。',
    'acceptance',
    choice('一律须同意', '依约定'),
    true,
  ),
  rule(
    'mortgage.consent_before',
    '抵押与预告',
    '旧抵押的分界日',
    '在这一天之前登记的抵押权，抵押财产转让须抵押权人同意（INV-18，担保制度解释 §43）。',
    'acceptance',
    { kind: 'day' },
  ),
  rule(
    'caution.lapse_days',
    '抵押与预告',
    '预告登记的失效天数',
    '自能够申请本登记之日起，多少个自然日内不申请，预告登记失效（INV-21）。',
    'registrable',
    integer(1, 3650, '日'),
  ),
  rule(
    'objection.lapse_days',
    '异议与更正',
    '异议登记的失效天数',
    '自异议登记之日起，多少个自然日内不提交起诉或仲裁证明，异议登记失效（INV-23）。',
    'registration',
    integer(1, 365, '日'),
  ),
  rule(
    'correction.suspends',
    '异议与更正',
    '更正受理后暂停处分登记',
    '更正登记受理后、办结前，同一单元的处分登记是否暂停（INV-32，地方规定）。',
    'entry',
    choice('暂停', '不暂停'),
  ),
  rule(
    'seizure.term_months',
    '查封',
    '查封的最长期限',
    '查封和每次续封不动产的最长月数（INV-09）。',
    'delivery',
    integer(1, 120, '个月'),
  ),
  rule(
    'seizure.allows_rename',
    '查封',
    '查封期间变更姓名、证件',
    '查封期间能否办理不涉及权属的姓名（名称）、证件变更（INV-06，待核实）。',
    'entry',
    choice('可以办理', '不予办理'),
  ),
  rule(
    'seizure.allows_mortgage_cancel',
    '查封',
    '查封期间注销抵押权',
    '查封期间抵押权人能否申请注销抵押权（INV-06，待核实）。',
    'entry',
    choice('可以办理', '不予办理'),
  ),
  rule(
    'registrar.third_person',
    '岗位与事项',
    '登簿人须为第三人',
    '登簿人是否不得为同一业务的审核人（INV-29）；受理人与审核人始终须为两人。',
    'event',
    choice('须为第三人', '可由审核人登簿'),
  ),
  rule(
    'items.not_offered',
    '岗位与事项',
    '停办的事项',
    '从生效日起不再接受申请的事项；已提交的申请继续办理。',
    'filing',
    { kind: 'items' },
    true,
  ),
  rule(
    'tax.only_home_years',
    '税务',
    '“满五唯一”的年限',
    '卖方持有满多少年且为唯一住房的，预核时提示免征个人所得税（以税务机关核定为准）。',
    'contract',
    integer(1, 20, '年'),
  ),
  rule(
    'housing.count',
    '税务',
    '住房套次统计口径',
    '缴税用住房套次（AR-04）统计哪些住房：范围、用途、预告、未成年人份额、被征收住房；每批准一次为一个口径版本。',
    'contract',
    { kind: 'housing' },
  ),
  rule(
    'supplement.days',
    '期限与时效',
    '补正期限',
    '补正通知发出后，申请人补正材料的自然日天数。',
    'event',
    integer(1, 60, '日'),
  ),
  rule(
    'publicity.days',
    '期限与时效',
    '公告（公示）期限',
    '遗失补发、非公证继承、依职权更正登簿前公告（公示）的工作日数（实施细则 §22、§81）。',
    'event',
    integer(1, 90, '个工作日'),
  ),
  rule(
    'quality.online_threshold',
    '受理渠道',
    '网上办理的数据质量门槛',
    '登记簿页的数据质量低于多少分时，只在登记窗口办理，网上、银行和中介渠道不能申请。',
    'filing',
    integer(0, 100, '分'),
  ),
  rule(
    'escalation.decide_minutes',
    '期限与时效',
    '会商决定时限',
    '提级会商应在多少个工作分钟内作出决定。',
    'event',
    integer(10, 2400, '工作分钟'),
  ),
  rule(
    'sla.statutory_days',
    '期限与时效',
    '法定办理期限',
    '自受理起应办结登记的工作日数（条例 §20）。',
    'acceptance',
    integer(1, 120, '个工作日'),
  ),
  rule(
    'sla.imm_minutes',
    '期限与时效',
    '即时办结类时限',
    '查封、异议等即时办结业务（IMM）的工作分钟数。',
    'acceptance',
    integer(1, 60, '工作分钟'),
  ),
  rule(
    'sla.warn_minutes_percent',
    '期限与时效',
    '分钟类预警点',
    '按分钟计时的业务，用去时限的百分之几时预警。',
    'acceptance',
    integer(10, 99, '%'),
  ),
  rule(
    'sla.warn_days_percent',
    '期限与时效',
    '工作日类预警点',
    '按工作日计时的业务，用去时限的百分之几时预警。',
    'acceptance',
    integer(10, 99, '%'),
  ),
  rule(
    'sla.counter_stop',
    '期限与时效',
    '计时显示到哪一步',
    '看板和业务页的计时显示到登簿（法定办结）还是到发证；两个用时始终都记录。',
    'event',
    {
      kind: 'choice',
      options: [
        { value: 'registered', label: '登簿' },
        { value: 'issued', label: '发证' },
      ],
    },
  ),
];

const byName = new Map(definitions.map((one) => [one.name as string, one]));
export const findDefinition = (name: string): RuleDefinition | null => byName.get(name) ?? null;

/** Words of the day that decides, as screens and summaries say it. */
export const governingDays: Record<GoverningDay, string> = {
  filing: '申请日',
  acceptance: '受理日',
  registration: '该登记的登簿日',
  entry: '登簿日',
  contract: '合同签订日',
  delivery: '通知书送达日',
  registrable: '能够申请本登记之日',
  event: '发生当日',
};
