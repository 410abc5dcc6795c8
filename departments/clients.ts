/** All typed clients, one per department. */
import { createArchiveClient } from './archive/client.ts';
import { createCivilClient } from './civil/client.ts';
import { createCourtClient } from './court/client.ts';
import { createEcertClient } from './ecert/client.ts';
import { createEscrowClient } from './escrow/client.ts';
import { createHousingClient } from './housing/client.ts';
import { createIdentityClient } from './identity/client.ts';
import { createLoanbankClient } from './loanbank/client.ts';
import { createLogisticsClient } from './logistics/client.ts';
import { createMarketClient } from './market/client.ts';
import { createPaymentClient } from './payment/client.ts';
import { createSealClient } from './seal/client.ts';
import type { CircuitStatus } from './shared/circuit.ts';
import type { DepartmentHttpOptions } from './shared/department-http.ts';
import type { DepartmentName } from './shared/wire.ts';
import { createSmsClient } from './sms/client.ts';
import { createTaxClient } from './tax/client.ts';
import { createTimestampClient } from './timestamp/client.ts';
import { createUpperClient } from './upper/client.ts';
import { createUtilityClient } from './utility/client.ts';

export type DepartmentAddresses = Readonly<Record<DepartmentName, string>>;
export type DepartmentClients = ReturnType<typeof createClients>;
export type ClientOptions = Omit<DepartmentHttpOptions, 'address' | 'agent'>;

export function createClients(addresses: DepartmentAddresses, options: ClientOptions = {}) {
  const at = (name: DepartmentName) => ({ ...options, address: addresses[name] });
  const clients = {
    identity: createIdentityClient(at('identity')),
    housing: createHousingClient(at('housing')),
    tax: createTaxClient(at('tax')),
    payment: createPaymentClient(at('payment')),
    seal: createSealClient(at('seal')),
    sms: createSmsClient(at('sms')),
    ecert: createEcertClient(at('ecert')),
    escrow: createEscrowClient(at('escrow')),
    civil: createCivilClient(at('civil')),
    market: createMarketClient(at('market')),
    loanbank: createLoanbankClient(at('loanbank')),
    court: createCourtClient(at('court')),
    water: createUtilityClient('water', at('water')),
    power: createUtilityClient('power', at('power')),
    gas: createUtilityClient('gas', at('gas')),
    tv: createUtilityClient('tv', at('tv')),
    broadband: createUtilityClient('broadband', at('broadband')),
    logistics: createLogisticsClient(at('logistics')),
    archive: createArchiveClient(at('archive')),
    upper: createUpperClient(at('upper')),
    timestamp: createTimestampClient(at('timestamp')),
  };
  return {
    ...clients,
    /** The circuit breakers of everything that was called so far, for the supervisor. */
    circuits: (): CircuitStatus[] => Object.values(clients).flatMap((client) => client.circuits()),
    close: async () => {
      await Promise.all(Object.values(clients).map((client) => client.close()));
    },
  };
}
