/** The world outside the registry, as the demo plays it: departments' own data, citizens who pay, a court's bailiffs. */
import type { DepartmentName } from '../../departments/index.ts';
import type { SeizureResult } from '../../server/api/index.ts';
import { callDepartment } from '../play/department.ts';
import type { DeskClient } from '../play/desk-client.ts';
import type { WorldChange } from './package.ts';

export type DepartmentUrls = Readonly<Record<DepartmentName, string>>;

export async function changeWorld(
  changes: readonly WorldChange[],
  context: { departments: DepartmentUrls; registrar: () => Promise<DeskClient>; unitCodes: readonly string[] },
): Promise<void> {
  for (const change of changes) {
    if ('seizure' in change) {
      const registrar = await context.registrar();
      await registrar.post<SeizureResult>('/api/seizures', { ...change.seizure, unitCodes: context.unitCodes });
    } else {
      await callDepartment(`${context.departments[change.department]}${change.path}`, change.method, change.body);
    }
  }
}

/** The citizen pays whatever of this case is open at the tax office and the payment platform. */
export async function payOpenOrders(departments: DepartmentUrls, caseNo: string): Promise<void> {
  for (const department of ['tax', 'payment'] as const) {
    const answer = await callDepartment(`${departments[department]}/orders?caseNo=${caseNo}`, 'GET');
    const { orders } = answer as { orders: { orderNo: string; status: string }[] };
    for (const { orderNo, status } of orders) {
      if (status !== 'unpaid' && status !== 'pending') continue;
      await callDepartment(`${departments[department]}/orders/${orderNo}/settle`, 'POST');
    }
  }
}
