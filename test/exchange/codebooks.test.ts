import { describe, expect, it } from 'vitest';
import { type CodebookName, nameOf, numberOf } from '../../registry/exchange/codebooks.ts';

// Domain §2.1, §3.5 and §4.1: an enumeration is pinned by its name; its number exists only in a message.

const printed: [string, CodebookName, Record<string, string>][] = [
  [
    '§3.5 证件种类 ZJZL',
    'idType',
    { citizen: '1', hkmt: '2', passport: '3', household: '4', officer: '5', orgcode: '6', uscc: '7', other: '99' },
  ],
  ['§4.1 权利人类型 QLRLX', 'nature', { person: '1', company: '2', institution: '3', government: '4', other: '99' }],
  ['§4.1 共有方式 GYFS', 'mode', { single: '0', joint: '1', shares: '2', none: '3' }],
  ['§4.1 权属状态 QSZT', 'status', { CURRENT: '1', HISTORY: '2' }],
  ['§4.1 抵押方式 DYFS', 'mortgageKind', { general: '1', maximum: '2' }],
  ['§4.1 抵押不动产类型 DYBDCLX', 'mortgaged', { land: '1', landAndHouse: '2', underConstruction: '4' }],
  ['§4.1 预告登记种类 YGDJZL', 'cautionKind', { presale: '1', sale: '2', presale_mortgage: '3', mortgage: '4' }],
  ['§4.1 查封类型 CFLX', 'seizureType', { seizure: '1', queued: '2', pre_seizure: '3', queued_pre_seizure: '4' }],
];

describe('codes of the standard', () => {
  it.each(printed)('%s', (_name, book, numbers) => {
    for (const [name, number] of Object.entries(numbers)) {
      expect(numberOf(book, name)).toBe(number);
      expect(nameOf(book, number)).toBe(name);
    }
  });
});
