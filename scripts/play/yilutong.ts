/** 一路通 as its people play it over HTTP: window, reviewer, registrar, citizen, escrow bank, companies (domain §5.4). */
import type { DepartmentName } from '../../departments/index.ts';
import type { Application, Progress, UtilityChoice } from '../../server/api/index.ts';
import { callDepartment } from './department.ts';
import { messagesOf, newestCode, progressToken, publicCall } from './phone.ts';

/** F-APPLY with F-UTILITY: the sale as filed at the window, and what is transferred after 登簿. */
export function yilutongOf(
  sale: Application,
  utilities: UtilityChoice[],
  change: Partial<Application> = {},
): Application {
  return { ...sale, process: 'bdc-secondhand-yilutong', utilities, hukou: { movedOut: true, moveIn: true }, ...change };
}

export const chosen = (service: UtilityChoice['service'], accountNo?: string): UtilityChoice => ({
  service,
  consented: true,
  ...(accountNo ? { accountNo } : {}),
});

/** The progress page on a citizen's phone. `readCode` is the text message that arrives there. */
export interface Citizen {
  see(): Promise<Progress>;
  confirmTax(): Promise<void>;
  correctAccount(service: UtilityChoice['service'], accountNo: string): Promise<void>;
  arrearsPaid(service: UtilityChoice['service']): Promise<void>;
}

export function citizenWith(publicUrl: string, token: string, readCode: () => Promise<string>): Citizen {
  const path = `progress/${token}`;
  const act = async (what: string, body: Record<string, unknown> = {}) => {
    const code = await readCode();
    await publicCall(publicUrl, `${path}/${what}`, { code, ...body });
  };
  return {
    see: () => publicCall(publicUrl, path),
    confirmTax: () => act('confirm-tax'),
    correctAccount: (service, accountNo) => act('account', { service, accountNo }),
    arrearsPaid: (service) => act('arrears-paid', { service }),
  };
}

/**
 * The phone that got the `nth` message of this kind, or the newest one once such a message has come: its link, and the codes
 * that come to it. Undefined while there is none.
 */
export async function citizenOf(
  publicUrl: string,
  smsUrl: string,
  caseNo: string,
  message: { template: 'progress_open' | 'utility_arrears' | 'utility_correct'; nth?: number },
): Promise<Citizen | undefined> {
  const token = progressToken(await messagesOf(smsUrl, caseNo), message.template, message.nth);
  if (!token) return undefined;
  return citizenWith(publicUrl, token, async () => {
    await publicCall(publicUrl, `progress/${token}/code`, {});
    return newestCode(await messagesOf(smsUrl, caseNo));
  });
}

/** The buyer pays the price into the escrow account of the case; false while there is none. */
export async function fundEscrow(
  addresses: Readonly<Record<DepartmentName, string>>,
  caseNo: string,
): Promise<boolean> {
  const { accounts } = await callDepartment(`${addresses.escrow}/accounts?caseNo=${caseNo}`, 'GET');
  for (const { escrowNo, status } of accounts)
    if (status === 'open') await callDepartment(`${addresses.escrow}/accounts/${escrowNo}/fund`, 'POST', {});
  return accounts.length > 0;
}

export const escrowStatus = async (addresses: Readonly<Record<DepartmentName, string>>, caseNo: string) =>
  (await callDepartment(`${addresses.escrow}/accounts?caseNo=${caseNo}`, 'GET')).accounts[0]?.status as
    | string
    | undefined;

/** The company works on what it has of the case; its own books decide unless a result is given. */
export async function answerUtility(
  addresses: Readonly<Record<DepartmentName, string>>,
  service: UtilityChoice['service'],
  caseNo: string,
  result: { result: string; amountFen?: number },
): Promise<boolean> {
  const { transfers } = await callDepartment(`${addresses[service]}/transfers?caseNo=${caseNo}`, 'GET');
  const open = transfers.filter((one: { state: string }) => one.state === 'accepted');
  for (const { utilityOrderNo } of open)
    await callDepartment(`${addresses[service]}/transfers/${utilityOrderNo}/result`, 'POST', result);
  return open.length > 0;
}
