import Type from 'typebox';
import { demoPassword, type Organisation, type User } from '../../registry/index.ts';
import { userOf } from '../access/guard.ts';
import { PERMISSIONS } from '../access/permissions.ts';
import { isLockedOut, openSession, recordFailure, type Sessions } from '../access/sessions.ts';
import type { DISTRICTS, OrganisationRef } from '../api/common.ts';
import { DemoAccounts, Session, SignInRequest } from '../api/session.ts';
import type { ServerDeps } from '../deps.ts';
import { SESSION_COOKIE } from '../plugins/app/session.ts';
import { notFound, ProblemError } from '../problems/problem-error.ts';
import type { App } from './types.ts';

const organisationRef = ({ orgId, kind, name }: Organisation): OrganisationRef => ({ orgId, kind, name });

export function sessionRoutes(app: App, { registry, pool, clock, config }: ServerDeps, sessions: Sessions): void {
  const organisationOf = async (user: User) => {
    const org = user.organisationId ? await registry.organisations.get(user.organisationId) : null;
    return org && organisationRef(org);
  };
  const view = async (user: User, expiresAt: Date): Promise<Session> => ({
    userId: user.userId,
    account: user.userId,
    name: user.displayName,
    roles: [user.role],
    district: user.district,
    organisation: await organisationOf(user),
    permissions: [...PERMISSIONS[user.role]],
    expiresAt: expiresAt.toISOString(),
    serverTime: clock.now().toISOString(),
  });
  const secure = config.publicUrl.startsWith('https:');
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;

  app.get('/api/session', { schema: { response: { 200: Session } } }, async (request) =>
    view(userOf(request), request.sessionExpiresAt ?? clock.now()),
  );

  app.post('/api/session', { schema: { body: SignInRequest, response: { 200: Session } } }, async (request, reply) => {
    const { account, password } = request.body;
    if (await isLockedOut(pool, account, request.ip)) {
      throw new ProblemError(429, 'TOO_MANY_REQUESTS', '密码错误次数过多，请五分钟后再试，或联系系统管理员重置密码。');
    }
    const user = await registry.users.authenticate(account, password);
    if (!user?.active) {
      await recordFailure(pool, account, request.ip);
      throw new ProblemError(401, 'WRONG_PASSWORD', '账号或密码不正确，请检查后重新输入。');
    }
    const session = await openSession(pool, user.userId);
    await registry.audit.record({
      actor: { userId: user.userId, role: user.role, district: user.district },
      action: 'session.open',
      purpose: '登录',
    });
    reply.setCookie(SESSION_COOKIE, session.token, { ...cookie, expires: session.expiresAt });
    return view(user, session.expiresAt);
  });

  app.delete('/api/session', { schema: { response: { 204: Type.Null() } } }, async (request, reply) => {
    const token = request.cookies[SESSION_COOKIE];
    if (token) await sessions.close(token);
    reply.clearCookie(SESSION_COOKIE, cookie);
    return reply.code(204).send(null);
  });

  app.get('/api/demo-accounts', { schema: { response: { 200: DemoAccounts } } }, async () => {
    if (!config.demo) throw notFound('NOT_FOUND', '这里没有演示账号，请使用单位分配的账号登录。');
    const [users, organisations] = await Promise.all([registry.users.listUsers(), registry.organisations.list()]);
    const byId = new Map(organisations.map((org) => [org.orgId, organisationRef(org)]));
    return {
      password: demoPassword,
      accounts: users.map((user) => ({
        account: user.userId,
        name: user.displayName,
        roles: [user.role],
        district: user.district as keyof typeof DISTRICTS | null,
        organisation: byId.get(user.organisationId ?? '') ?? null,
      })),
    };
  });
}
