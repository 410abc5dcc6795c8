/** What every department offers and what it sends by itself: the source of OpenAPI documents, clients and simulators. */
import { archiveOperations } from './archive/contract.ts';
import { civilOperations } from './civil/contract.ts';
import { courtOperations } from './court/contract.ts';
import { ecertOperations } from './ecert/contract.ts';
import { escrowCallbacks, escrowOperations } from './escrow/contract.ts';
import { housingOperations } from './housing/contract.ts';
import { identityOperations } from './identity/contract.ts';
import { loanbankCallbacks, loanbankOperations } from './loanbank/contract.ts';
import { logisticsOperations } from './logistics/contract.ts';
import { marketOperations } from './market/contract.ts';
import { paymentCallbacks, paymentOperations } from './payment/contract.ts';
import { sealOperations } from './seal/contract.ts';
import type { CallbackContract, OperationContract } from './shared/operation.ts';
import type { DepartmentName } from './shared/wire.ts';
import { smsOperations } from './sms/contract.ts';
import { taxCallbacks, taxOperations } from './tax/contract.ts';
import { timestampOperations } from './timestamp/contract.ts';
import { upperOperations } from './upper/contract.ts';
import { utilityCallbacks, utilityOperations } from './utility/contract.ts';

export interface DepartmentContract {
  /** Chinese name, as the simulators page shows it. */
  readonly title: string;
  readonly operations: Readonly<Record<string, OperationContract>>;
  readonly callbacks: readonly CallbackContract[];
}

const contract = (
  title: string,
  operations: Readonly<Record<string, OperationContract>>,
  callbacks: readonly CallbackContract[] = [],
): DepartmentContract => ({ title, operations, callbacks });

export const departmentContracts: Readonly<Record<DepartmentName, DepartmentContract>> = {
  identity: contract('公安身份户籍', identityOperations),
  housing: contract('住建网签备案', housingOperations),
  tax: contract('税务', taxOperations, taxCallbacks),
  payment: contract('统一支付', paymentOperations, paymentCallbacks),
  seal: contract('电子印章', sealOperations),
  sms: contract('短信', smsOperations),
  ecert: contract('电子证照库', ecertOperations),
  escrow: contract('资金监管银行', escrowOperations, escrowCallbacks),
  civil: contract('民政', civilOperations),
  market: contract('市场监管', marketOperations),
  loanbank: contract('贷款银行', loanbankOperations, loanbankCallbacks),
  court: contract('法院', courtOperations),
  water: contract('自来水', utilityOperations, utilityCallbacks),
  power: contract('供电', utilityOperations, utilityCallbacks),
  gas: contract('燃气', utilityOperations, utilityCallbacks),
  tv: contract('数字电视', utilityOperations, utilityCallbacks),
  broadband: contract('宽带', utilityOperations, utilityCallbacks),
  logistics: contract('邮政速递', logisticsOperations),
  archive: contract('档案', archiveOperations),
  upper: contract('上级平台', upperOperations),
  timestamp: contract('时间戳', timestampOperations),
};
