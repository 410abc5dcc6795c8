import type { Role } from '../../registry/index.ts';
import type { Permission } from '../api/session.ts';

/** What each role may do besides the tasks of its own candidate group. Data, so that a table in the guide can show it. */
export const PERMISSIONS: Record<Role, readonly Permission[]> = {
  window_acceptor: ['case.file', 'case.withdraw', 'case.supplement', 'document.upload', 'party.unmask'],
  reviewer: ['party.unmask', 'document.upload'],
  registrar: ['party.unmask', 'seizure.enter', 'seizure.lift'],
  cert_clerk: ['party.unmask'],
  tax_officer: ['party.unmask'],
  trade_officer: ['party.unmask'],
  supervisor: [
    'board.view',
    'incident.retry',
    'task.reassign',
    'case.withdraw',
    'party.unmask',
    'seizure.enter',
    'seizure.lift',
    'model.view',
    'simulator.view',
    'simulator.fault',
  ],
  sysadmin: ['board.view', 'incident.retry', 'model.view', 'simulator.view', 'simulator.fault'],
  analyst: ['model.view', 'model.deploy'],
};

/** Roles that may see cases at all. */
export const SEES_CASES: ReadonlySet<Role> = new Set<Role>([
  'window_acceptor',
  'reviewer',
  'registrar',
  'cert_clerk',
  'tax_officer',
  'trade_officer',
  'supervisor',
  'sysadmin',
]);

/** Roles whose holders may open every task of their district, to move it on. They complete only their own. */
export const OPENS_ALL_TASKS: ReadonlySet<Role> = new Set<Role>(['supervisor']);
