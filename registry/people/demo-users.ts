import type { District, Role } from '../common.ts';
import { demoOrganisations } from '../organisations/demo-organisations.ts';
import { districts } from '../validators/unit-code.ts';
import type { User } from './types.ts';

/** Roles with an account per district: the account is called `<prefix>-<district>`. */
export const districtRoles: readonly { role: Role; prefix: string; title: string }[] = [
  { role: 'window_acceptor', prefix: 'acceptor', title: '受理员' },
  { role: 'reviewer', prefix: 'reviewer', title: '审核员' },
  { role: 'registrar', prefix: 'registrar', title: '登簿员' },
  { role: 'cert_clerk', prefix: 'certclerk', title: '缮证员' },
  { role: 'tax_officer', prefix: 'taxofficer', title: '税务专员' },
  { role: 'trade_officer', prefix: 'tradeofficer', title: '交易专员' },
  { role: 'supervisor', prefix: 'supervisor', title: '督办主管' },
];

/** Roles with an account per bank or court: `<prefix>-<number of the organisation>`. */
const partnerRoles = [
  { kind: 'bank', role: 'bank_clerk', prefix: 'bankclerk', title: '经办员' },
  { kind: 'bank', role: 'bank_checker', prefix: 'bankchecker', title: '复核员' },
  { kind: 'court', role: 'court_officer', prefix: 'courtofficer', title: '承办人' },
  { kind: 'court', role: 'court_approver', prefix: 'courtapprover', title: '审批人' },
] as const;

const single = (userId: string, displayName: string, role: Role, organisationId: string | null = null): User => ({
  userId,
  displayName,
  role,
  district: null,
  organisationId,
  active: true,
});

const numberOf = (orgId: string) => orgId.slice(orgId.indexOf('-') + 1);
/** 海曙区人民法院（演示）→ 海曙区人民法院 */
const shortName = (name: string) => name.replace(/股份有限公司.*$|（演示）$/g, '');

/** Everybody who can sign in to the demo. */
export function demoUsers(): User[] {
  const perDistrict = Object.entries(districts).flatMap(([district, name]) =>
    districtRoles.map(({ role, prefix, title }) => ({
      userId: `${prefix}-${district}`,
      displayName: `${name.replace('区', '')}${title}`,
      role,
      district: district as District,
      organisationId: null,
      active: true,
    })),
  );
  const perPartner = partnerRoles.flatMap(({ kind, role, prefix, title }) =>
    demoOrganisations
      .filter((org) => org.kind === kind)
      .map((org) => single(`${prefix}-${numberOf(org.orgId)}`, `${shortName(org.name)}${title}`, role, org.orgId)),
  );
  return [
    ...perDistrict,
    ...perPartner,
    single('water', '演示自来水过户专员', 'utility_water', 'WATER'),
    single('power', '演示供电过户专员', 'utility_power', 'POWER'),
    single('gas', '演示燃气过户专员', 'utility_gas', 'GAS'),
    single('tv', '演示数字电视过户专员', 'utility_tv', 'TV'),
    single('broadband', '演示宽带过户专员', 'utility_broadband', 'BROADBAND'),
    single('hukou', '演示户籍民警', 'police_hukou'),
    single('archivist', '档案管理员', 'archivist'),
    single('analyst', '流程分析员', 'analyst'),
    single('sysadmin', '系统管理员', 'sysadmin'),
    // What one of them proposes, the other approves.
    single('sysadmin-2', '系统管理员（复核）', 'sysadmin'),
    single('auditor', '审计员', 'auditor'),
  ];
}
