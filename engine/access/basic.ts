import { createHash, timingSafeEqual } from 'node:crypto';
import { type Access, AccessError } from './access.ts';

/**
 * HTTP basic authentication against a fixed list.
 * @param users `name:password,name:password`
 * @throws AccessError when the list is empty or a password is shorter than 8 characters
 */
export function basicAccess(users: string): Access {
  // Digests have one length, so the comparison takes the same time whatever was sent.
  const known = parseUsers(users).map((user) => digest(`Basic ${Buffer.from(user).toString('base64')}`));
  return {
    required: true,
    scheme: 'Basic',
    async check(authorization) {
      if (!authorization) {
        return {
          reason: 'missing',
          message: 'Expected basic authentication in the authorization header, but it is missing.',
        };
      }
      const given = digest(authorization);
      if (known.filter((user) => timingSafeEqual(user, given)).length > 0) return undefined;
      return {
        reason: 'invalid',
        message: 'Expected the name and password of a user of this engine, but they are others.',
      };
    },
  };
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

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
