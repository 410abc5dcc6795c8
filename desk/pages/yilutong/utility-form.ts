import { type Application, UTILITY_SERVICES, type UtilityService } from '../../../server/api/index.ts';

/** F-UTILITY as it is typed at the window (domain §5.4). */
export interface UtilityForm {
  on: boolean;
  services: Partial<Record<UtilityService, { accountNo: string; reading: string }>>;
  hukou: boolean;
  movedOut: boolean;
  moveIn: boolean;
}

export const emptyUtilities = (): UtilityForm => ({
  on: false,
  services: {},
  hukou: false,
  movedOut: false,
  moveIn: false,
});
export const SERVICES = Object.keys(UTILITY_SERVICES) as UtilityService[];
/** Meters that somebody reads at the handing over. */
export const METERED: ReadonlySet<UtilityService> = new Set<UtilityService>(['water', 'gas']);

/**
 * The blocks of the application. A missing number is no gap: it is asked for after 登簿. Ticking a service is the consent to
 * share the parties' data with that company; the page says so beside the box.
 */
export function utilityBlocks(
  form: UtilityForm,
  gap: (message: string) => void,
): Pick<Application, 'process' | 'utilities' | 'hukou'> {
  if (!form.on) return {};
  const utilities = SERVICES.flatMap((service) => {
    const typed = form.services[service];
    if (!typed) return [];
    const accountNo = typed.accountNo.trim();
    const name = UTILITY_SERVICES[service];
    if (accountNo !== '' && !/^[0-9A-Za-z-]{4,30}$/.test(accountNo))
      gap(`${name}的户号应为4至30位数字或字母；查不到的可以不填。`);
    const reading = typed.reading.trim();
    if (reading !== '' && !/^\d+(\.\d+)?$/.test(reading)) gap(`${name}的表底数应为数字。`);
    return [
      {
        service,
        consented: true,
        ...(accountNo ? { accountNo } : {}),
        ...(reading ? { reading: Number(reading) } : {}),
      },
    ];
  });
  return {
    process: 'bdc-secondhand-yilutong',
    utilities,
    ...(form.hukou ? { hukou: { movedOut: form.movedOut, moveIn: form.moveIn } } : {}),
  };
}
