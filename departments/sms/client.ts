/** Typed client of the text-message platform. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { SendMessageRequest, SmsTemplate } from './contract.ts';
import { smsOperations } from './contract.ts';

export type SmsClient = ReturnType<typeof createSmsClient>;

export function createSmsClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('sms', options);
  return {
    send: (body: SendMessageRequest & { template: SmsTemplate }, context: CallContext) =>
      http.send(smsOperations.send, { body }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
