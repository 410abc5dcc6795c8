/** An item a citizen can apply for (domain §2.3). Data, so that the official list can replace it. */
export interface Item {
  code: string;
  name: string;
  /** 登记类型 codes: 100 首次, 200 转移, 300 变更, 400 注销, 500 更正, 600 异议, 700 预告, 900 其他. */
  regTypes: number[];
  /** 权利类型 code of TD/T 1066, or `mortgage`, `caution`, `easement`, `JZQ`. */
  right: string;
  channels: ('window' | 'online' | 'bank' | 'court' | 'notary' | 'agency')[];
  slaClass: SlaClass;
  /** T: a 交易/网签 step. */
  needsContract: boolean;
  /** X: a tax step (payable or exemption). */
  needsTax: boolean;
  /** Materials beyond the base set, Chinese, in order. `shared` = fetched, not asked for. */
  materials: { id: string; name: string; shared: boolean; required: boolean }[];
  feeClass: 'none' | 'ownership' | 'mortgage' | 'parking' | 'objection' | 'copy' | 'residence' | 'by_use';
  /** Only enabled items can be filed in this release. */
  enabled: boolean;
  /** Item exists only in these rule profiles. */
  profiles: ('current' | '2019')[];
}
export type SlaClass = 'IMM' | '60m' | '1WD' | '5WD' | '15WD';
export interface ItemsApi {
  listItems(): Item[];
  /** Throws RegistryError ITEM_UNKNOWN. */
  getItem(code: string): Item;
}
