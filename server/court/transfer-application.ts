import type { CourtSeizure, PartyInput, Application as RegisterApplication, Registry } from '../../registry/index.ts';
import type { CourtTransferRequest } from '../api/court.ts';
import { invalid } from '../problems/problem-error.ts';

type Holder = NonNullable<NonNullable<RegisterApplication['transfer']>['previous']>[number];

/**
 * CT-07 (domain §5.7): what the register is asked to file for a court. Home, debtor and court come from its own effective seizure,
 * the holders' names from the register: nothing is typed again, and no holder's name is told to the court.
 */
export function transferApplication(
  form: CourtTransferRequest,
  by: { courtId: string; authority: string; seizure: CourtSeizure; holders: readonly Holder[] },
): RegisterApplication {
  const { extent, buyers, cancelledProofs } = form;
  const previous = extent === 'whole' ? by.holders : by.holders.filter((one) => isRespondent(one, by.seizure));
  if (previous.length === 0) {
    const message = '被执行人现在不是登记的权利人，不能处置其份额；请核对被执行人，或选“整个不动产”。';
    throw invalid(message, [{ path: '/extent', code: 'RESPONDENT_NOT_HOLDER', message }]);
  }
  return {
    applicationKey: form.applicationKey,
    itemCode: 'BDC-14',
    channel: 'court',
    organisationId: by.courtId,
    unitCodes: [by.seizure.unitCode],
    parties: buyers.map(({ share, ...buyer }): PartyInput => ({ ...buyer, role: 'acquirer', share: share ?? null })),
    ownershipMode: modeOf(form),
    transfer: {
      reason: 'enforcement',
      basisNo: form.orderNo,
      effectiveOn: form.orderDate,
      valueFen: form.priceFen,
      previous: previous.map(({ name, idType, idNo }) => ({ name, idType, idNo })),
      ...(extent === 'whole' ? {} : { shareOnly: true }),
      court: {
        authority: by.authority,
        noticeNo: form.assistanceNo,
        wholeDisposal: extent === 'whole',
        officers: form.officers,
        ...(extent === 'part' ? { partOfShare: true } : {}),
      },
    },
    ...(cancelledProofs.length > 0
      ? {
          combined: ['BDC-21'],
          targets: cancelledProofs.map((certificateNo) => ({ certificateNo })),
          cancellation: { cause: 'legal_document', endedOn: form.orderDate, evidenceNo: form.orderNo },
        }
      : {}),
    certMedium: 'electronic',
    delivery: 'none',
    declareTruth: true,
  };
}

/** A share that is sold is held by shares; buyers of the whole who name none own it together. */
function modeOf({ extent, buyers }: CourtTransferRequest): RegisterApplication['ownershipMode'] {
  if (extent !== 'whole' || buyers.some(({ share }) => share)) return 'shares';
  return buyers.length > 1 ? 'joint' : 'single';
}

const isRespondent = ({ idNo }: Holder, { respondent }: CourtSeizure) =>
  idNo.toUpperCase() === respondent.idNo.toUpperCase();

/** Who holds the home now, in clear, for the application alone; the read is in the audit log (INV-34). */
export async function holdersOf(
  { units }: Pick<Registry, 'units'>,
  unitCode: string,
  unmask: NonNullable<NonNullable<Parameters<Registry['units']['unitPage']>[1]>['unmask']>,
): Promise<Holder[]> {
  const page = await units.unitPage(unitCode, { unmask });
  return (page?.ownership?.holders ?? []).map(({ name, idType, idNo }) => ({ name, idType, idNo }));
}
