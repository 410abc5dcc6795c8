import type { QueryKind } from './types.ts';

/** Natural facts (自然状况): what the building says of itself. */
const facts = [
  'unitCode',
  'location',
  'use',
  'area',
  'innerArea',
  'sharedArea',
  'floor',
  'totalFloors',
  'structure',
  'completedOn',
  'landUse',
  'landNature',
  'landTermTo',
] as const;

const full = [
  'unitCode',
  'location',
  'area',
  'use',
  'mode',
  'owners',
  'mortgages',
  'seizures',
  'cautions',
  'objections',
  'residences',
  'disposals',
] as const;

/**
 * What of each page a kind of query may give, and nothing else (不动产登记资料查询暂行办法; domain §5.8). Kept with every query,
 * so that an owner can be told what was shown; the property test holds every answer against it.
 */
export const queryFields: Record<QueryKind, readonly string[]> = {
  'AR-01': [
    ...facts,
    'rights',
    'mode',
    'certificateNos',
    'registeredAt',
    'holders',
    'mortgages',
    'cautions',
    'objections',
    'residences',
    'seizures',
  ],
  'AR-02': [
    ...facts,
    'registered',
    'extinguished',
    'coOwned',
    'mortgaged',
    'cautioned',
    'objected',
    'seized',
    'holderMatches',
  ],
  'AR-03': full,
  'AR-04': ['unitCode', 'location', 'area', 'via', 'relations', 'counted', 'reason'],
  'CT-01': full,
};
