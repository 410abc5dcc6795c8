import { useSuspenseQuery } from '@tanstack/react-query';
import type { Permission, RoleName, Session } from '../../server/api/index.ts';
import { sessionQuery } from '../api/queries.ts';

/** The signed-in person; only for pages below the shell, whose route has already made sure that there is one. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new Error('登录已过期，请重新登录。');
  return data;
}

export const may = (session: Session, permission: Permission): boolean => session.permissions.includes(permission);

export const hasRole = (session: Session, ...roles: RoleName[]): boolean =>
  session.roles.some((role) => roles.includes(role));

/** Where a person starts after signing in. */
export function homeOf(session: Session): string {
  if (hasRole(session, 'analyst')) return '/modeler/';
  if (may(session, 'board.view') && !hasRole(session, 'window_acceptor', 'reviewer', 'registrar', 'cert_clerk'))
    return '/board';
  return '/tasks';
}
