/** All typed clients, one per department. */
import { createEcertClient } from './ecert/client.ts';
import { createHousingClient } from './housing/client.ts';
import { createIdentityClient } from './identity/client.ts';
import { createPaymentClient } from './payment/client.ts';
import { createSealClient } from './seal/client.ts';
import type { DepartmentName } from './shared/wire.ts';
import { createSmsClient } from './sms/client.ts';
import { createTaxClient } from './tax/client.ts';

export type DepartmentAddresses = Readonly<Record<DepartmentName, string>>;
export type DepartmentClients = ReturnType<typeof createClients>;

export function createClients(addresses: DepartmentAddresses, options: { readonly timeoutMs?: number } = {}) {
  const at = (name: DepartmentName) => ({ ...options, address: addresses[name] });
  const clients = {
    identity: createIdentityClient(at('identity')),
    housing: createHousingClient(at('housing')),
    tax: createTaxClient(at('tax')),
    payment: createPaymentClient(at('payment')),
    seal: createSealClient(at('seal')),
    sms: createSmsClient(at('sms')),
    ecert: createEcertClient(at('ecert')),
  };
  return {
    ...clients,
    close: async () => {
      await Promise.all(Object.values(clients).map((client) => client.close()));
    },
  };
}
