/**
 * What a registration does to a page of the book. Every rule and every writer asks for effects, never for item codes, so that
 * an item of the official list (domain §2.2) is data only.
 */
export type Effect =
  | 'inherit'
  | 'transfer'
  | 'rename'
  | 'facts'
  | 'extinguish'
  | 'mortgage'
  | 'mortgage_change'
  | 'mortgage_transfer'
  | 'mortgage_cancel'
  | 'caution'
  | 'caution_change'
  | 'caution_transfer'
  | 'caution_cancel'
  | 'easement'
  | 'easement_change'
  | 'easement_transfer'
  | 'easement_cancel'
  | 'residence'
  | 'residence_change'
  | 'residence_cancel'
  | 'correction'
  | 'objection'
  | 'objection_cancel'
  | 'reissue'
  | 'first'
  | 'partition';

/** Parts of the application (F-APPLY) besides units, parties and declaration; the form shows only those an operation names. */
export type ApplicationBlock =
  | 'contract'
  | 'ownership'
  | 'taxFamily'
  | 'transfer'
  | 'inheritance'
  | 'nameChange'
  | 'facts'
  | 'mortgage'
  | 'mortgageChange'
  | 'mortgageTransfer'
  | 'caution'
  | 'cautionChange'
  | 'cancellation'
  | 'easement'
  | 'residence'
  | 'correction'
  | 'objection'
  | 'reissue'
  | 'landGrant'
  | 'first'
  | 'partition'
  /** Rights on the page that the case is about: the mortgage to cancel, the caution to transfer. */
  | 'targets';

/** How a side of the application is called and whether it must be there. */
export interface PartyNeed {
  /** e.g. 买方, 抵押权人, 供役地权利人. */
  title: string;
  required: boolean;
  /** Offered first in the form; nothing is forbidden by it. */
  nature: 'person' | 'company';
}

/** One thing an item can do; most items have exactly one. */
export interface ItemOperation {
  /** Value of `Application.operation`. */
  code: string;
  name: string;
  /** In the order of writing. */
  effects: Effect[];
  acquirer: PartyNeed;
  /** Null = nobody stands on the other side (单方申请, 条例 §14). */
  obligor: PartyNeed | null;
  /** Only in combinations: the lender, who is neither buyer nor seller. */
  mortgagee: PartyNeed | null;
  blocks: ApplicationBlock[];
  cautionKind: 'presale' | 'sale' | 'presale_mortgage' | 'mortgage' | null;
  /** Where one operation of an item takes longer than the item's class says; null = as the item. */
  slaClass: SlaClass | null;
}

/** An item a citizen can apply for (domain §2.3). Data, so that the official list can replace it. */
export interface Item {
  code: string;
  name: string;
  /** In a citizen's words, for choosing: “买了二手房”. */
  situation: string;
  /** Heading under which it is offered. */
  group: string;
  /** 登记类型 codes: 100 首次, 200 转移, 300 变更, 400 注销, 500 更正, 600 异议, 700 预告, 900 其他. */
  regTypes: number[];
  /** 权利类型 code of TD/T 1066, or `mortgage`, `caution`, `JZQ`. */
  right: string;
  channels: ('window' | 'online' | 'bank' | 'court' | 'notary' | 'agency')[];
  slaClass: SlaClass;
  /** T: a 交易/网签 step. */
  needsContract: boolean;
  /** X: a tax step (payable or exemption). */
  needsTax: boolean;
  /** exempt = the step ends with a 减免 proof unless the table says otherwise. */
  taxFlow: 'none' | 'payable' | 'exempt';
  /** What the tax tables take a plain transfer of this item for; a `transfer` block says otherwise (domain §6.1). */
  taxRelation: 'sale' | 'new_home' | 'land_grant';
  /** Materials beyond the base set, Chinese, in order. `shared` = fetched, not asked for. */
  materials: { id: string; name: string; shared: boolean; required: boolean }[];
  feeClass: 'none' | 'ownership' | 'mortgage' | 'parking' | 'objection' | 'copy' | 'residence' | 'by_use';
  /** 条例 §19: whether a reviewer may order an on-site view. */
  siteView: 'none' | 'possible' | 'always';
  /** A machine may accept it when every check passes (domain §5.2); the tables of the process have the last word. */
  autoAccept: boolean;
  operations: ItemOperation[];
  /** Its first operation is meant by an application that names none. */
  usualFirst: boolean;
  /** Items that may be applied for together with this one and are entered in the same 登簿. */
  combinesWith: string[];
  /** What it does when it is applied for together with another; null = its first operation. */
  joined: ItemOperation | null;
  /** Units of one application at most: one entry locks all their pages. */
  mostUnits: number;
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
