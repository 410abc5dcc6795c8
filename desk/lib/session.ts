import { useSuspenseQuery } from '@tanstack/react-query';
import type { Permission, Session } from '../../server/api/index.ts';
import { sessionQuery } from '../api/queries.ts';

/** The signed-in person; only for pages below the shell, whose route has already made sure that there is one. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new Error('登录已过期，请重新登录。');
  return data;
}

export const may = (session: Session, permission: Permission): boolean => session.permissions.includes(permission);

/** Where a person starts after signing in. */
export function homeOf(session: Session): string {
  if (may(session, 'bank.workbench')) return '/bank';
  if (may(session, 'court.workbench')) return '/court';
  if (may(session, 'board.view')) return '/board';
  if (may(session, 'query.audit')) return '/queries/log';
  return may(session, 'task.view') ? '/tasks' : '/modeler/';
}
