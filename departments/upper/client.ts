/** Typed client of the upper platform. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { ReportRequest } from './contract.ts';
import { upperOperations } from './contract.ts';

export type UpperClient = ReturnType<typeof createUpperClient>;

export function createUpperClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('upper', options);
  return {
    report: (body: ReportRequest, context: CallContext) => http.send(upperOperations.report, { body }, context),
    /** @param day local day of the entries, `YYYY-MM-DD` */
    acceptedOfDay: (day: string, context: CallContext) =>
      http.send(upperOperations.acceptedOfDay, { params: { day } }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
