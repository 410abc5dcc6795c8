/** The simulator's register of seals: one per district office, with its keys, its state, and who may have it used. */
import type { SimulatorKit } from '../simulation/simulator.ts';
import type { Seal } from './contract.ts';
import {
  createAuthority,
  createKeys,
  pemOf,
  type StoredAuthority,
  type StoredKeys,
  serialOf,
} from './demo-seal/authority.ts';

/** The six district offices that own a registration seal. */
const offices = new Map([
  ['330203', '海曙'],
  ['330205', '江北'],
  ['330206', '北仑'],
  ['330211', '镇海'],
  ['330212', '鄞州'],
  ['330213', '奉化'],
]);

/** 缮证 and 登簿: who certificates and receipts are sealed for. */
const USUAL_ROLES: readonly string[] = ['cert_clerk', 'registrar'];

export interface StoredSeal {
  readonly sealId: string;
  readonly sealName: string;
  readonly keys: StoredKeys;
  readonly status: Seal['status'];
  readonly roles: readonly string[];
}

export interface SealRegistry {
  readonly sealIds: readonly string[];
  authority(): StoredAuthority;
  /** A seal's keys are made when it is first asked for. */
  find(sealId: string): StoredSeal | undefined;
  change(sealId: string, changes: Partial<Pick<StoredSeal, 'status' | 'roles'>>): StoredSeal | undefined;
}

export const districtOf = (sealId: string): string => sealId.slice('seal-'.length);

/** Kept in the journal: authority and seals are the same after a restart. */
export function openSealRegistry(kit: SimulatorKit): SealRegistry {
  const authorities = kit.table<StoredAuthority>('authorities');
  const seals = kit.table<StoredSeal>('seals');

  function authority(): StoredAuthority {
    const known = authorities.get('demo');
    if (known) return known;
    const made = createAuthority();
    authorities.set('demo', made);
    return made;
  }

  function find(sealId: string): StoredSeal | undefined {
    const office = offices.get(districtOf(sealId));
    if (office === undefined) return undefined;
    const known = seals.get(sealId);
    // A journal from before the authority existed holds keys of another kind.
    if (known?.keys) return known;
    const sealName = `宁波市不动产登记服务中心${office}分中心不动产登记专用章（演示）`;
    const keys = createKeys(authority(), sealName);
    const seal: StoredSeal = { sealId, sealName, keys, status: 'active', roles: USUAL_ROLES };
    seals.set(sealId, seal);
    return seal;
  }

  return {
    sealIds: [...offices.keys()].map((district) => `seal-${district}`),
    authority,
    find,
    change(sealId, changes) {
      const seal = find(sealId);
      if (!seal) return undefined;
      const changed = { ...seal, ...changes };
      seals.set(sealId, changed);
      return changed;
    },
  };
}

/** What anybody may know of a seal. */
export function describeSeal(seal: StoredSeal, authority: StoredAuthority): Seal {
  const { sealId, sealName, status, roles, keys } = seal;
  return {
    sealId,
    sealName,
    status,
    roles: [...roles],
    certSerial: serialOf(keys.certificate),
    certificatePem: pemOf(keys.certificate),
    sm2CertificatePem: pemOf(keys.sm2Certificate),
    authorityPem: pemOf(authority.certificate),
    demo: true,
  };
}
