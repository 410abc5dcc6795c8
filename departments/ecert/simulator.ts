/** Simulated store of electronic certificates: one valid licence per certificate number. It keeps no holders. */
import type { FastifyInstance } from 'fastify';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, refuse } from '../simulation/simulator.ts';
import type { Licence } from './contract.ts';
import { ecertOperations } from './contract.ts';

interface StoredLicence extends Licence {
  readonly caseNo: string;
  readonly docHash: string;
}

const unknownLicence = () => refuse('LICENCE_NOT_FOUND', '未查询到该电子证照，请核对证照编号。');

export async function ecertSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'ecert', options);
  const licences = kit.table<StoredLicence>('licences');

  kit.serve(ecertOperations.issue, (request) => {
    const existing = licences.values().find(({ certNo, status }) => certNo === request.certNo && status === 'valid');
    if (existing && (existing.caseNo !== request.caseNo || existing.docHash !== request.docHash)) {
      return refuse('LICENCE_DUPLICATE', '该证号已有有效电子证照，请核对证号，或先注销原证照。');
    }
    if (existing) return publicLicence(existing);
    const licenceId = kit.nextNumber('LIC');
    const licence: StoredLicence = {
      licenceId,
      certNo: request.certNo,
      status: 'valid',
      qr: request.verifyUrl,
      issuedAt: kit.now(),
      revokedAt: null,
      caseNo: request.caseNo,
      docHash: request.docHash,
    };
    licences.set(licenceId, licence);
    return publicLicence(licence);
  });

  kit.serve(ecertOperations.fetchLicence, (_body, { licenceId }) => {
    const licence = licences.get(licenceId);
    return licence ? publicLicence(licence) : unknownLicence();
  });

  kit.serve(ecertOperations.revoke, (_request, { licenceId }) => {
    const licence = licences.get(licenceId);
    if (!licence) return unknownLicence();
    if (licence.status === 'revoked') return publicLicence(licence);
    const revoked: StoredLicence = { ...licence, status: 'revoked', revokedAt: kit.now() };
    licences.set(licenceId, revoked);
    return publicLicence(revoked);
  });
}

function publicLicence({ caseNo: _caseNo, docHash: _docHash, ...licence }: StoredLicence): Licence {
  return licence;
}
