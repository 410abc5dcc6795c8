import { describe, expect, it } from 'vitest';
import { callerOf } from '../../../engine/rest/caller.ts';

const token = (claims: object) =>
  `Bearer ${['{}', JSON.stringify(claims), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.')}`;

describe('the name of a caller', () => {
  it.each([
    [undefined, null],
    ['Basic d29ya2VyOnB3OndpdGg6Y29sb25z', 'worker'],
    [token({ sub: 'f3a1', preferred_username: '窗口-7' }), '窗口-7'],
    [token({ sub: 'f3a1', client_id: 'workers' }), 'workers'],
    [token({ sub: 'f3a1' }), 'f3a1'],
    [token({}), null],
    ['Bearer nonsense', null],
    ['Negotiate abc', null],
  ])('of %s is %s', (authorization, name) => {
    expect(callerOf(authorization)).toBe(name);
  });
});
