/** Typed client of the archive. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { IngestRequest } from './contract.ts';
import { archiveOperations } from './contract.ts';

export type ArchiveClient = ReturnType<typeof createArchiveClient>;

export function createArchiveClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('archive', options);
  return {
    /** A case has one file: handing in more adds to it under the same number. */
    ingest: (body: IngestRequest, context: CallContext) => http.send(archiveOperations.ingest, { body }, context),
    fetchFile: (archiveNo: string, context: CallContext) =>
      http.send(archiveOperations.fetchFile, { params: { archiveNo } }, context),
    close: http.close,
    circuits: http.circuits,
  };
}
