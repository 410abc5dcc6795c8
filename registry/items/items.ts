import { RegistryError } from '../errors.ts';
import { catalogue } from './catalogue.ts';
import type { Item, ItemsApi } from './types.ts';

const byCode = new Map(catalogue.map((item) => [item.code, item]));

export function getItem(code: string): Item {
  const item = byCode.get(code);
  if (!item) throw new RegistryError('ITEM_UNKNOWN', `没有事项“${code}”；请从事项目录中选择。`);
  return item;
}

export function itemsApi(): ItemsApi {
  return { listItems: () => [...catalogue], getItem };
}
