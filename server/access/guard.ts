import type { FastifyRequest } from 'fastify';
import type { Actor, User } from '../../registry/index.ts';
import { DISTRICTS, ROLES } from '../api/common.ts';
import type { Permission } from '../api/session.ts';
import { forbidden, notFound, ProblemError } from '../problems/problem-error.ts';
import { PERMISSIONS, seesOwnOrganisationOnly } from './permissions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; null on public routes. Set by plugins/app/session.ts. */
    user: User | null;
    sessionExpiresAt: Date | null;
  }
}

/** The signed-in user. @throws 401 */
export function userOf(request: FastifyRequest): User {
  if (!request.user) throw new ProblemError(401, 'NOT_SIGNED_IN', '登录已失效，请重新登录。');
  return request.user;
}

export const actorOf = (user: User): Actor => ({ userId: user.userId, role: user.role, district: user.district });

export const may = (user: User, permission: Permission) => PERMISSIONS[user.role].includes(permission);

/** The signed-in user if he has the permission. @throws 401, 403 FORBIDDEN_ROLE */
export function requirePermission(request: FastifyRequest, permission: Permission): User {
  const user = userOf(request);
  if (!may(user, permission)) {
    throw forbidden('FORBIDDEN_ROLE', `${ROLES[user.role]}岗位不能做这项操作，请交由有权限的岗位办理。`);
  }
  return user;
}

/** Staff of a district see its cases, staff of the whole city see all. */
export function seesDistrict(user: User, district: string): boolean {
  return user.district === null || user.district === district;
}

/** What decides who may see a case. */
export interface CaseOwner {
  district: string;
  /** Partner that filed it. */
  organisationId: string | null;
}

export const caseNotFound = () => notFound('CASE_NOT_FOUND', '没有这个业务号，请核对 20 位业务号。');

/**
 * @throws 403 when the user may not see cases at all, or not those of this district; 404 for a partner when the case is not
 * his organisation's: case numbers are easily guessed, and whether one exists is no business of his
 */
export function requireCaseAccess(user: User, theCase: CaseOwner): void {
  requireSeesCases(user);
  if (seesOwnOrganisationOnly(user.role)) {
    if (!isOfOrganisation(user, theCase.organisationId)) throw caseNotFound();
    return;
  }
  if (!seesDistrict(user, theCase.district)) {
    const name = DISTRICTS[theCase.district as keyof typeof DISTRICTS] ?? theCase.district;
    throw forbidden('FORBIDDEN_DISTRICT', `该业务由${name}办理，您只能查看本辖区的业务。`);
  }
}

/** Asked before the case is looked up, so that the answer does not tell whether there is one. @throws 403 */
export function requireSeesCases(user: User): void {
  if (!may(user, 'case.view')) throw forbidden('FORBIDDEN_ROLE', `${ROLES[user.role]}岗位不能查看登记业务。`);
}

export const isOfOrganisation = (user: User, organisationId: string | null) =>
  user.organisationId !== null && user.organisationId === organisationId;
