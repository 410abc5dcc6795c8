import { error, type Scenario } from '../../support/script.ts';
import { plain } from './plain.ts';

/** From the filing to the acceptance: what checks and window may find. */
export const intake: Scenario[] = [
  {
    name: 'unit restricted',
    script: { jobs: { 'registry.unit.check': () => error('UNIT_RESTRICTED') } },
    ends: 'EndNotAccepted',
    passes: ['CheckRestricted', 'RenderNotAccepted', 'CloseNotAccepted'],
    avoids: ['VerifyIdentity'],
  },
  {
    name: 'unit of another office',
    script: { jobs: { 'registry.unit.check': () => error('NOT_OUR_JURISDICTION') } },
    ends: 'EndNotAccepted',
    passes: ['CheckNotOurs'],
  },
  {
    name: 'unit not in the register',
    script: { jobs: { 'registry.unit.query': () => error('NOT_OUR_JURISDICTION') } },
    ends: 'EndNotAccepted',
    passes: ['QueryNotOurs'],
  },
  {
    name: 'identity differs, the window finds it right',
    script: { variables: plain, jobs: { 'identity.verify': () => error('IDENTITY_MISMATCH') } },
    ends: 'EndCompleted',
    passes: ['IdentityMismatch', 'ManualIdentity', 'MaterialsList'],
  },
  {
    name: 'identity service away, the window finds it wrong',
    script: {
      jobs: { 'identity.verify': () => error('IDENTITY_UNAVAILABLE') },
      tasks: { ManualIdentity: () => ({ identityDecision: 'reject' }) },
    },
    ends: 'EndNotAccepted',
    passes: ['IdentityUnavailable', 'ManualIdentity'],
    avoids: ['MaterialsList'],
  },
  {
    name: 'materials incomplete: told everything at once',
    script: {
      tasks: {
        CollectMaterials: () => ({
          intakeDecision: 'supplement',
          missingMaterials: ['contract'],
          reasonCode: 'MATERIAL_INCOMPLETE',
        }),
      },
    },
    ends: 'EndNotAccepted',
    avoids: ['Accept'],
  },
  {
    name: 'application rejected at the window',
    script: {
      tasks: {
        CollectMaterials: () => ({ intakeDecision: 'reject', missingMaterials: [], reasonCode: 'NOT_APPLICABLE' }),
      },
    },
    ends: 'EndNotAccepted',
    avoids: ['Accept'],
  },
];
