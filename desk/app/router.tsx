import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import {
  BANK_FILTERS,
  type BankFilter,
  CASE_STATUS_TEXT,
  type CaseStatus,
  LETTER_KINDS,
  LETTER_STATES,
  type LetterKind,
  type LetterState,
  type PaperState,
  TASK_FILTERS,
  type TaskFilter,
} from '../../server/api/index.ts';
import { sessionQuery } from '../api/queries.ts';
import { Loading } from '../components/loading.tsx';
import { Problem } from '../components/problem.tsx';
import { homeOf } from '../lib/session.ts';
import { PAPER_STATES } from '../pages/papers/words.ts';
import { Shell } from './layout.tsx';
import { publicRoutes } from './public-routes.tsx';
import { root, text } from './root-route.tsx';

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: '/login', search: { next: location.href === '/' ? undefined : location.href } });
    return { session };
  },
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: ({ context }) => {
    const to = homeOf(context.session);
    if (to === '/modeler/') window.location.assign(to);
    else throw redirect({ to });
  },
  component: () => <Loading what="正在打开" />,
});

const tasks = createRoute({
  getParentRoute: () => shell,
  path: '/tasks',
  staticData: { title: '我的待办' },
  validateSearch: (search): { filter?: TaskFilter; step?: string; q?: string } => ({
    filter: TASK_FILTERS.find((filter) => filter.id === search.filter)?.id,
    step: text(search.step),
    q: text(search.q),
  }),
  component: lazyRouteComponent(() => import('../pages/inbox/inbox-page.tsx')),
});

const task = createRoute({
  getParentRoute: () => shell,
  path: '/tasks/$taskKey',
  staticData: { title: '办理' },
  component: lazyRouteComponent(() => import('../pages/task/task-page.tsx')),
});

const intake = createRoute({
  getParentRoute: () => shell,
  path: '/intake',
  staticData: { title: '受理' },
  validateSearch: (search): { unit?: string; item?: string; legacy?: string } => ({
    unit: text(search.unit),
    item: text(search.item),
    legacy: text(search.legacy),
  }),
  component: lazyRouteComponent(() => import('../pages/intake/intake-page.tsx')),
});

const intakeCase = createRoute({
  getParentRoute: () => shell,
  path: '/intake/$caseNo',
  staticData: { title: '受理' },
  component: lazyRouteComponent(() => import('../pages/intake/intake-progress-page.tsx')),
});

const surveys = createRoute({
  getParentRoute: () => shell,
  path: '/surveys',
  staticData: { title: '权籍成果' },
  component: lazyRouteComponent(() => import('../pages/survey/survey-page.tsx')),
});

const cases = createRoute({
  getParentRoute: () => shell,
  path: '/cases',
  staticData: { title: '业务' },
  validateSearch: (search): { q?: string; status?: CaseStatus } => ({
    q: text(search.q),
    status: Object.keys(CASE_STATUS_TEXT).find((status) => status === search.status) as CaseStatus | undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/cases/cases-page.tsx')),
});

export type CaseTab = 'overview' | 'timeline' | 'documents' | 'diagram';
const caseTabs: CaseTab[] = ['overview', 'timeline', 'documents', 'diagram'];

const caseRoute = createRoute({
  getParentRoute: () => shell,
  path: '/cases/$caseNo',
  staticData: { title: '业务' },
  validateSearch: (search): { tab?: CaseTab; document?: string } => ({
    tab: caseTabs.find((tab) => tab === search.tab),
    document: text(search.document),
  }),
  component: lazyRouteComponent(() => import('../pages/cases/case-page.tsx')),
});

const register = createRoute({
  getParentRoute: () => shell,
  path: '/register',
  staticData: { title: '登记簿' },
  validateSearch: (search): { q?: string } => ({ q: text(search.q) }),
  component: lazyRouteComponent(() => import('../pages/register/register-search-page.tsx')),
});

const unit = createRoute({
  getParentRoute: () => shell,
  path: '/register/$unitCode',
  staticData: { title: '登记簿' },
  validateSearch: (search): { at?: string } => ({ at: text(search.at) }),
  component: lazyRouteComponent(() => import('../pages/register/register-page.tsx')),
});

const board = createRoute({
  getParentRoute: () => shell,
  path: '/board',
  staticData: { title: '时效看板' },
  validateSearch: (search): { district?: string } => ({ district: text(search.district) }),
  component: lazyRouteComponent(() => import('../pages/board/board-page.tsx')),
});

const tickets = createRoute({
  getParentRoute: () => shell,
  path: '/tickets',
  staticData: { title: '叫号' },
  component: lazyRouteComponent(() => import('../pages/tickets/tickets-page.tsx')),
});

const hallDevices = createRoute({
  getParentRoute: () => shell,
  path: '/hall-devices',
  staticData: { title: '大厅设备' },
  component: lazyRouteComponent(() => import('../pages/hall/devices-page.tsx')),
});

const letters = createRoute({
  getParentRoute: () => shell,
  path: '/letters',
  staticData: { title: '告知书' },
  validateSearch: (search): { state?: LetterState; kind?: LetterKind; text?: string } => ({
    state: (Object.keys(LETTER_STATES) as LetterState[]).find((state) => state === search.state),
    kind: (Object.keys(LETTER_KINDS) as LetterKind[]).find((kind) => kind === search.kind),
    text: text(search.text),
  }),
  component: lazyRouteComponent(() => import('../pages/letters/letters-page.tsx')),
});

const papers = createRoute({
  getParentRoute: () => shell,
  path: '/papers',
  staticData: { title: '证书纸' },
  validateSearch: (search): { q?: string; state?: PaperState } => ({
    q: text(search.q),
    state: PAPER_STATES.find((state) => state === search.state),
  }),
  component: lazyRouteComponent(() => import('../pages/papers/papers-page.tsx')),
});

const simulators = createRoute({
  getParentRoute: () => shell,
  path: '/simulators',
  staticData: { title: '外部门' },
  component: lazyRouteComponent(() => import('../pages/simulators/simulators-page.tsx')),
});

const rules = createRoute({
  getParentRoute: () => shell,
  path: '/rules',
  staticData: { title: '规则配置' },
  component: lazyRouteComponent(() => import('../pages/rules/rules-page.tsx')),
});

const calendar = createRoute({
  getParentRoute: () => shell,
  path: '/calendar',
  staticData: { title: '工作日历' },
  validateSearch: (search): { year?: string } => ({ year: text(search.year) }),
  component: lazyRouteComponent(() => import('../pages/calendar/calendar-page.tsx')),
});

const bank = createRoute({
  getParentRoute: () => shell,
  path: '/bank',
  staticData: { title: '银行工作台' },
  validateSearch: (search): { list?: BankFilter; q?: string } => ({
    list: BANK_FILTERS.find((filter) => filter.id === search.list)?.id,
    q: text(search.q),
  }),
  component: lazyRouteComponent(() => import('../pages/bank/bank-page.tsx')),
});

const bankNew = createRoute({
  getParentRoute: () => shell,
  path: '/bank/new',
  staticData: { title: '新办抵押' },
  validateSearch: (search): { kind?: 'mortgage' | 'purchase' } => ({
    kind: search.kind === 'purchase' ? 'purchase' : undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/bank/new-mortgage-page.tsx')),
});

const bankPayoff = createRoute({
  getParentRoute: () => shell,
  path: '/bank/payoff',
  staticData: { title: '还清注销' },
  component: lazyRouteComponent(() => import('../pages/bank/payoff-page.tsx')),
});

const bankCase = createRoute({
  getParentRoute: () => shell,
  path: '/bank/cases/$caseNo',
  staticData: { title: '银行业务' },
  component: lazyRouteComponent(() => import('../pages/bank/bank-case-page.tsx')),
});

export type QualityTab = 'rejects' | 'units' | 'houses' | 'daily' | 'import';
const qualityTabs: QualityTab[] = ['rejects', 'units', 'houses', 'daily', 'import'];

const archiveNotices = createRoute({
  getParentRoute: () => shell,
  path: '/archive/notices',
  staticData: { title: '法院通知书归档' },
  component: lazyRouteComponent(() => import('../pages/archive/notices-page.tsx')),
});

const quality = createRoute({
  getParentRoute: () => shell,
  path: '/quality',
  staticData: { title: '数据质量' },
  validateSearch: (search): { tab?: QualityTab } => ({ tab: qualityTabs.find((tab) => tab === search.tab) }),
  component: lazyRouteComponent(() => import('../pages/quality/quality-page.tsx')),
});

const court = createRoute({
  getParentRoute: () => shell,
  path: '/court',
  staticData: { title: '法院工作台' },
  component: lazyRouteComponent(() => import('../pages/court/court-page.tsx')),
});

const queries = createRoute({
  getParentRoute: () => shell,
  path: '/queries',
  staticData: { title: '档案查询' },
  component: lazyRouteComponent(() => import('../pages/queries/query-page.tsx')),
});

const queryLog = createRoute({
  getParentRoute: () => shell,
  path: '/queries/log',
  staticData: { title: '查询审计' },
  component: lazyRouteComponent(() => import('../pages/queries/audit-page.tsx')),
});

const routeTree = root.addChildren([
  ...publicRoutes,
  shell.addChildren([
    home,
    tasks,
    task,
    intake,
    intakeCase,
    surveys,
    cases,
    caseRoute,
    register,
    unit,
    board,
    tickets,
    hallDevices,
    letters,
    papers,
    simulators,
    rules,
    calendar,
    bank,
    bankNew,
    bankPayoff,
    bankCase,
    court,
    queries,
    queryLog,
    archiveNotices,
    quality,
  ]),
]);

export function createDeskRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    scrollRestoration: true,
    // Everything in an address is text: read as JSON or numbers, a case number of 20 digits would lose its last ones.
    parseSearch: (query) => Object.fromEntries(new URLSearchParams(query)),
    stringifySearch: (search) => {
      const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
      return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
    },
    defaultPendingComponent: () => <Loading />,
    defaultErrorComponent: ({ error, reset }) => (
      <div style={{ padding: 24 }}>
        <Problem error={error} onRetry={reset} />
      </div>
    ),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDeskRouter>;
  }
}
