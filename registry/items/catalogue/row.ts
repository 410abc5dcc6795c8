import type { ApplicationBlock, Effect, Item, ItemOperation, PartyNeed, SlaClass } from '../types.ts';

/** How a row of the catalogue is written down; `toItem` fills in what most items share. */
export interface Row {
  code: string;
  name: string;
  situation: string;
  group: string;
  regTypes: number[];
  right: string;
  /** `id:name`, a trailing `*` = fetched from another office (条例 §24: not asked for). */
  materials: string[];
  /** W window · O online · B bank · C court · N notary · A agency. */
  channels: string;
  sla: SlaClass;
  /** T 交易/网签 · X tax · E tax with exemption · N only since the Civil Code (not in the 2019 profile). */
  flags?: string;
  fee: Item['feeClass'];
  /** A developer sells: its VAT and income tax are its own affair. */
  newHome?: true;
  /** The state grants the land: deed tax only. */
  landGrant?: true;
  /** Default 20. */
  mostUnits?: number;
  siteView?: Item['siteView'];
  autoAccept?: boolean;
  combinesWith?: string[];
  joined?: ItemOperation;
  operations: ItemOperation[];
  /** See `Item.usualFirst`. */
  usualFirst?: true;
  /** Off until its flow is built (longer than 60 minutes, or a process of its own). */
  disabled?: true;
}

const channelNames: Record<string, Item['channels'][number]> = {
  W: 'window',
  O: 'online',
  B: 'bank',
  C: 'court',
  N: 'notary',
  A: 'agency',
};

export const person = (title: string): PartyNeed => ({ title, required: true, nature: 'person' });
export const company = (title: string): PartyNeed => ({ title, required: true, nature: 'company' });

/** The one operation of an item, or one of several. */
export function operation(
  code: string,
  name: string,
  effects: Effect[],
  sides: { acquirer: PartyNeed; obligor?: PartyNeed; mortgagee?: PartyNeed },
  blocks: ApplicationBlock[],
  cautionKind: ItemOperation['cautionKind'] = null,
): ItemOperation {
  return {
    code,
    name,
    effects,
    acquirer: sides.acquirer,
    obligor: sides.obligor ?? null,
    mortgagee: sides.mortgagee ?? null,
    blocks,
    cautionKind,
    slaClass: null,
  };
}

/** An operation with a time limit of its own. */
export const within = (slaClass: SlaClass, one: ItemOperation): ItemOperation => ({ ...one, slaClass });

export function toItem(row: Row): Item {
  const has = (flag: string) => (row.flags ?? '').includes(flag);
  return {
    code: row.code,
    name: row.name,
    situation: row.situation,
    group: row.group,
    regTypes: row.regTypes,
    right: row.right,
    channels: row.channels.split(' ').map((letter) => channelNames[letter] ?? 'window'),
    slaClass: row.sla,
    needsContract: has('T'),
    needsTax: has('X') || has('E'),
    taxFlow: has('E') ? 'exempt' : has('X') ? 'payable' : 'none',
    taxRelation: row.newHome ? 'new_home' : row.landGrant ? 'land_grant' : 'sale',
    materials: row.materials.map((material) => {
      const [id = '', label = ''] = material.split(':');
      return { id, name: label.replace('*', ''), shared: label.endsWith('*'), required: true };
    }),
    feeClass: row.fee,
    siteView: row.siteView ?? 'none',
    autoAccept: row.autoAccept ?? false,
    operations: row.operations,
    usualFirst: row.usualFirst ?? false,
    combinesWith: row.combinesWith ?? [],
    joined: row.joined ?? null,
    mostUnits: row.mostUnits ?? 20,
    enabled: !row.disabled,
    profiles: has('N') ? ['current'] : ['current', '2019'],
  };
}
