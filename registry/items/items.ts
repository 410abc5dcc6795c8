import { RegistryError } from '../errors.ts';
import { catalogue } from './catalogue.ts';
import type { Effect, Item, ItemOperation, ItemsApi, SlaClass } from './types.ts';

const byCode = new Map(catalogue.map((item) => [item.code, item]));

export function getItem(code: string): Item {
  const item = byCode.get(code);
  if (!item) throw new RegistryError('ITEM_UNKNOWN', `没有事项“${code}”；请从事项目录中选择。`);
  return item;
}

/** What was applied for: an item, which of its operations, and the items entered together with it. */
export interface Applied {
  itemCode: string;
  /** Null = the item's only (first) operation. */
  operation: string | null;
  combined: readonly string[];
}

/** One item of the case with the operation chosen; the main item first. */
export interface AppliedOperation {
  item: Item;
  operation: ItemOperation;
}

/** Unknown operations fall back to the item's first: `validateApplication` has refused them before. */
export function operationOf(item: Item, code: string | null | undefined): ItemOperation {
  return item.operations.find((operation) => operation.code === code) ?? (item.operations[0] as ItemOperation);
}

export function appliedOperations(applied: Applied): AppliedOperation[] {
  const main = getItem(applied.itemCode);
  return [
    { item: main, operation: operationOf(main, applied.operation) },
    ...applied.combined.map((code) => {
      const item = getItem(code);
      return { item, operation: item.joined ?? operationOf(item, null) };
    }),
  ];
}

/** The time limit of what was applied for: that of the main item's operation. */
export function slaClassOf(applied: Pick<Applied, 'itemCode' | 'operation'>): SlaClass {
  const item = getItem(applied.itemCode);
  return operationOf(item, applied.operation).slaClass ?? item.slaClass;
}

/** 在建建筑物抵押: lives before the first registration, on the building site. */
export function isSiteMortgage(itemCode: string): boolean {
  return itemCode === 'BDC-22' || itemCode === 'BDC-23';
}

/** One effect of a case, with the item it comes from. */
export interface Action extends AppliedOperation {
  effect: Effect;
  /** Comes from an item applied for together with the main one: its lender is a party of role `mortgagee`. */
  joined: boolean;
}

/** Order inside one 登簿: who owns first, then what ends or changes, then what is new, so that ranks come out right. */
const writingOrder: Effect[] = [
  'first',
  'inherit',
  'transfer',
  'mortgage_cancel',
  'mortgage_change',
  'mortgage_transfer',
  'mortgage',
];

/** All effects of a case in the order of writing. */
export function actionsOf(applied: Applied): Action[] {
  const place = ({ effect }: Action) => {
    const index = writingOrder.indexOf(effect);
    return index < 0 ? writingOrder.length : index;
  };
  return appliedOperations(applied)
    .flatMap((one, i) => one.operation.effects.map((effect): Action => ({ ...one, effect, joined: i > 0 })))
    .toSorted((a, b) => place(a) - place(b));
}

export function itemsApi(): ItemsApi {
  return { listItems: () => [...catalogue], getItem };
}
