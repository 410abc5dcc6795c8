import type { EngineAddresses } from './engine-part.ts';

const ROLES: [string, string][] = [
  ['acceptor', '受理窗口'],
  ['reviewer', '登记审核'],
  ['registrar', '登簿'],
  ['certclerk', '缮证发证'],
  ['taxofficer', '税务'],
  ['tradeofficer', '交易'],
  ['supervisor', '督办'],
];

const OTHERS: [string, string][] = [
  ['bankclerk-01', '银行经办  (to -16)'],
  ['bankchecker-01', '银行复核  (to -16)'],
  ['courtofficer-0203', '法院承办  (one for each of the 12 courts, all on the sign-in page)'],
  ['courtapprover-0203', '法院审批'],
  ['water', '自来水过户  (also power gas tv broadband hukou)'],
  ['archivist', '档案管理'],
  ['analyst', '流程分析'],
  ['sysadmin', '系统管理  (sysadmin-2 approves what sysadmin proposes)'],
  ['auditor', '审计（查询审计）'],
];

/** What `npm start` prints when everything answers. */
export function welcome(
  publicUrl: string,
  ownEngine: EngineAddresses | undefined,
  demo: boolean,
  seconds: number,
): string {
  const engine = ownEngine
    ? `流程引擎 engine     ${ownEngine.ZEEBE_GRPC_ADDRESS}  ${ownEngine.ZEEBE_REST_ADDRESS}`
    : `流程引擎 engine     ${process.env.ZEEBE_GRPC_ADDRESS} (external)`;
  const accounts = [
    '演示账号 demo accounts (password yitong-demo):',
    ...ROLES.map(
      ([role, title]) => `  ${`${role}-330203`.padEnd(22)}${title}  (also -330205 -330206 -330211 -330212 -330213)`,
    ),
    ...OTHERS.map(([account, title]) => `  ${account.padEnd(22)}${title}`),
  ];
  return `${[
    '',
    `一通已就绪 ready in ${seconds.toFixed(1)} s`,
    `工作台 desk         ${publicUrl}/`,
    `流程建模 modeler    ${publicUrl}/modeler/`,
    engine,
    ...(demo ? ['', ...accounts] : []),
    '',
    'Stop with Ctrl+C.',
    '',
  ].join('\n')}\n`;
}
