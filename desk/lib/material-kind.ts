import type { UploadKind } from '../../server/api/index.ts';

const kinds: Record<string, UploadKind> = {
  application: 'application',
  identity: 'identity',
  certificate: 'certificate_old',
  contract: 'contract',
  contract_info: 'loan_contract_info',
  change_proof: 'name_change_proof',
  consent: 'consent',
  mortgagee_consent: 'consent',
  authorisation: 'authorisation',
};

/** The kind of document that a scan of this line of the list of materials is. */
export const kindOfMaterial = (materialId: string): UploadKind => kinds[materialId] ?? 'other';
