import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import type { RejectionType } from '../../../engine/core/types.ts';
import { parseMillis, parseVariables, presentKey } from '../../../engine/gateway/parse.ts';
import { InvalidRequest, toServiceError } from '../../../engine/gateway/status.ts';
import { CommandRejected, EngineBusy, EngineUnavailable, ResultTimeout } from '../../../engine/runtime/errors.ts';

const rejected = (type: RejectionType) => new CommandRejected({ type, intent: 'CREATE', reason: 'because' });

describe('gRPC statuses', () => {
  it.each([
    [rejected('INVALID_ARGUMENT'), status.INVALID_ARGUMENT],
    [rejected('NOT_FOUND'), status.NOT_FOUND],
    [rejected('ALREADY_EXISTS'), status.ALREADY_EXISTS],
    [rejected('INVALID_STATE'), status.FAILED_PRECONDITION],
    [rejected('PROCESSING_ERROR'), status.INTERNAL],
    [new EngineBusy('10 commands'), status.RESOURCE_EXHAUSTED],
    [new EngineUnavailable('x'), status.UNAVAILABLE],
    [new ResultTimeout('x'), status.DEADLINE_EXCEEDED],
    [new InvalidRequest('x'), status.INVALID_ARGUMENT],
  ])('%s is status %i', (error, code) => {
    expect(toServiceError(error)).toMatchObject({ code, details: error.message });
  });

  it('hide the text of an unexpected error', () => {
    expect(toServiceError(new Error('password=secret'))).toMatchObject({
      code: status.INTERNAL,
      details: expect.not.stringContaining('secret'),
    });
  });

  it('cut a text that the trailers of a call cannot carry', () => {
    const details = (reason: string) =>
      toServiceError(new CommandRejected({ type: 'NOT_FOUND', intent: 'CREATE', reason })).details ?? '';
    expect(details('x'.repeat(5_000))).toContain('x'.repeat(5_000));
    expect(details('x'.repeat(300_000))).toMatch(/x … \(cut;/);
    expect(encodeURIComponent(details('登'.repeat(300_000))).length).toBeLessThan(8_000);
    expect(() => encodeURI(details('𠮷'.repeat(300_000)))).not.toThrow();
    expect(() => encodeURI(details('half a pair: \ud842'))).not.toThrow();
  });

  it("have Zeebe's words for a rejection", () => {
    expect(rejected('NOT_FOUND').message).toBe("Command 'CREATE' rejected with code 'NOT_FOUND': because");
  });
});

describe('gRPC requests', () => {
  it('take a variables document only when it is an object', () => {
    expect(parseVariables('')).toBeUndefined();
    expect(parseVariables('{"a":{"b":[1,null]}}')).toEqual({ a: { b: [1, null] } });
    expect(() => parseVariables('[1]')).toThrow(/was 'ARRAY'/);
    expect(() => parseVariables('"text"')).toThrow(/was 'STRING'/);
    expect(() => parseVariables('{a')).toThrow(InvalidRequest);
  });

  it('cut "for ever" to what a date can hold, and read zero as absent', () => {
    expect(new Date(Date.UTC(2026, 0, 1) + parseMillis('9223372036854775807')).getTime()).not.toBeNaN();
    expect(parseMillis('60000')).toBe(60_000);
    expect([presentKey('0'), presentKey('-1'), presentKey('7')]).toEqual([undefined, undefined, '7']);
  });
});
