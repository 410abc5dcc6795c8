/** Typed client of the courts; each court has a circuit of its own. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { CourtNotice, ReceiptDelivery } from './contract.ts';
import { courtOperations } from './contract.ts';

export type CourtClient = ReturnType<typeof createCourtClient>;

export function createCourtClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('court', options);
  return {
    deliverReceipt: (body: ReceiptDelivery, context: CallContext) =>
      http.send(courtOperations.deliverReceipt, { body, organisation: body.courtId }, context),
    notifyCourt: (body: CourtNotice, context: CallContext) =>
      http.send(courtOperations.notifyCourt, { body, organisation: body.courtId }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
