/** Typed client of the courier. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { OrderDeliveryRequest } from './contract.ts';
import { logisticsOperations } from './contract.ts';

export type LogisticsClient = ReturnType<typeof createLogisticsClient>;

export function createLogisticsClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('logistics', options);
  return {
    orderDelivery: (body: OrderDeliveryRequest, context: CallContext) =>
      http.send(logisticsOperations.orderDelivery, { body }, context),
    fetchDelivery: (trackingNo: string, context: CallContext) =>
      http.send(logisticsOperations.fetchDelivery, { params: { trackingNo } }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
