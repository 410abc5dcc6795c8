import type { Incident } from '../api/board.ts';
import type { StaffNames } from '../views/staff.ts';
import { explainIncident } from './explain.ts';
import type { IncidentRow } from './store.ts';

export function incidentView(row: IncidentRow, elementName: string, staff: StaffNames): Incident {
  return {
    incidentKey: row.incidentKey,
    caseNo: row.caseNo,
    district: row.district,
    bpmnProcessId: row.bpmnProcessId,
    elementId: row.elementId,
    elementName,
    errorType: row.errorType,
    message: row.message,
    ...explainIncident(row.errorType, row.message),
    since: row.since.toISOString(),
    retries: row.retries,
    lastRetryBy: staff(row.lastRetryBy),
  };
}
