import { createHash, timingSafeEqual } from 'node:crypto';

/** Who may call the engine: nobody is asked on loopback; anything wider needs basic authentication. */
export interface Access {
  /** True when requests must carry credentials. */
  required: boolean;
  /** Checks the value of an `authorization` header. */
  allows(authorization: string | undefined): boolean;
}

export class AccessError extends Error {}

export interface AccessOptions {
  host: string;
  /** "basic" or empty (YITONG_ENGINE_AUTH). */
  auth?: string;
  /** "name:password,name:password" (YITONG_ENGINE_USERS). */
  users?: string;
}

/**
 * Decides whether the engine may listen at `host`.
 * @throws AccessError with a sentence naming the setting when it would listen beyond this machine without authentication
 */
export function createAccess({ host, auth, users }: AccessOptions): Access {
  if (auth !== undefined && auth !== '' && auth !== 'none' && auth !== 'basic') {
    throw new AccessError(
      `YITONG_ENGINE_AUTH is '${auth}', but the engine knows only 'basic' (or leave it empty on loopback).`,
    );
  }
  if (auth === 'basic') return basicAccess(parseUsers(users ?? ''));
  if (!isLoopback(host)) {
    throw new AccessError(
      `The engine will not listen on ${host} without authentication. Set YITONG_ENGINE_AUTH=basic and ` +
        'YITONG_ENGINE_USERS=name:password, or listen on 127.0.0.1.',
    );
  }
  return { required: false, allows: () => true };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function parseUsers(text: string): string[] {
  const users = text.split(',').map((user) => user.trim());
  if (users.some((user) => !/^[^:,]+:.{8,}$/.test(user))) {
    throw new AccessError(
      'YITONG_ENGINE_USERS must list name:password pairs separated by commas, each password at least 8 characters long.',
    );
  }
  return users;
}

function basicAccess(users: string[]): Access {
  // Digests have one length, so the comparison takes the same time whatever was sent.
  const known = users.map((user) => digest(`Basic ${Buffer.from(user).toString('base64')}`));
  return {
    required: true,
    allows: (authorization) => {
      const given = digest(authorization ?? '');
      return known.filter((user) => timingSafeEqual(user, given)).length > 0;
    },
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
