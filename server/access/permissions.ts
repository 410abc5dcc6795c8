import type { Role } from '../../registry/index.ts';
import type { Permission } from '../api/session.ts';

/** What everybody at the centre's desks sees. */
const DESK: readonly Permission[] = ['task.view', 'case.view', 'register.view'];

/** What each role may do besides the tasks of its own candidate group. Data, so that a table in the guide can show it. */
export const PERMISSIONS: Record<Role, readonly Permission[]> = {
  window_acceptor: [
    ...DESK,
    'ticket.serve',
    'case.file',
    'case.withdraw',
    'case.supplement',
    'document.upload',
    'party.unmask',
    'query.ask',
  ],
  reviewer: [...DESK, 'party.unmask', 'document.upload'],
  registrar: [...DESK, 'party.unmask', 'seizure.enter', 'seizure.lift'],
  cert_clerk: [...DESK, 'party.unmask', 'paper.keep', 'letter.keep'],
  tax_officer: [...DESK, 'party.unmask', 'query.tax'],
  trade_officer: [...DESK, 'party.unmask'],
  archivist: [...DESK, 'document.upload', 'case.package', 'query.ask', 'quality.view', 'quality.mend'],
  supervisor: [
    ...DESK,
    'board.view',
    'hall.manage',
    'paper.keep',
    'letter.keep',
    'query.audit',
    'escalation.decide',
    'incident.retry',
    'task.reassign',
    'case.withdraw',
    'case.package',
    'party.unmask',
    'seizure.enter',
    'seizure.lift',
    'model.view',
    'department.ask',
    'simulator.view',
    'simulator.fault',
    'quality.view',
    'quality.mend',
    'quality.review',
    'rules.view',
    'calendar.view',
    'calendar.propose',
  ],
  sysadmin: [
    ...DESK,
    'board.view',
    'incident.retry',
    'model.view',
    'department.ask',
    'simulator.view',
    'simulator.fault',
    'quality.view',
    'register.import',
    'rules.view',
    'rules.propose',
    'rules.approve',
    'calendar.view',
    'calendar.propose',
    'calendar.approve',
  ],
  analyst: ['model.view', 'model.deploy'],
  auditor: ['query.audit'],
  bank_clerk: ['task.view', 'case.view', 'bank.workbench', 'mortgage.file', 'unit.consented', 'document.upload'],
  bank_checker: ['task.view', 'case.view', 'bank.workbench'],
  court_officer: [
    'task.view',
    'case.view',
    'court.workbench',
    'court.query',
    'court.notice',
    'court.transfer',
    'document.upload',
  ],
  court_approver: ['task.view', 'case.view', 'court.workbench'],
  police_hukou: ['task.view'],
  utility_water: ['task.view'],
  utility_power: ['task.view'],
  utility_gas: ['task.view'],
  utility_tv: ['task.view'],
  utility_broadband: ['task.view'],
};

/** Roles whose holders may open every task of their district, to move it on. They complete only their own. */
export const OPENS_ALL_TASKS: ReadonlySet<Role> = new Set<Role>(['supervisor']);

/**
 * Partners of whom there are several: their people see what their own organisation has filed, and for everything else the
 * same answer as for what does not exist.
 */
const OF_AN_ORGANISATION: ReadonlySet<Role> = new Set<Role>([
  'bank_clerk',
  'bank_checker',
  'court_officer',
  'court_approver',
]);
export const seesOwnOrganisationOnly = (role: Role) => OF_AN_ORGANISATION.has(role);

/** INV-34: a bank is no authority with a mandate. It reads the page of a home with the consent of its owner, also in its own case. */
const BY_CONSENT: ReadonlySet<Role> = new Set<Role>(['bank_clerk', 'bank_checker']);
export const readsByConsentOnly = (role: Role) => BY_CONSENT.has(role);

/** Partners who do single tasks of other people's cases: they see the task and the little of the case it needs. */
const OF_TASKS: ReadonlySet<Role> = new Set<Role>([
  'police_hukou',
  'utility_water',
  'utility_power',
  'utility_gas',
  'utility_tv',
  'utility_broadband',
]);
export const seesTasksOnly = (role: Role) => OF_TASKS.has(role);
