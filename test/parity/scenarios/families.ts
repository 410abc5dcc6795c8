import { processFiles } from '../../processes/support/folders.ts';

const REGISTRATION = [
  'bdc-registration',
  'sub-certificate',
  'sub-escalation',
  'sub-onsite-view',
  'sub-publicity',
  'sub-rank-confirm',
  'sub-tax',
];

/**
 * Subjects that play the product's own diagrams → the processes they need, with what these call and nothing else: a change
 * of another family's diagram asks for no new recording.
 */
const FAMILIES: Record<string, string[]> = {
  registration: REGISTRATION,
  'bank-mortgage': ['bdc-bank-mortgage', ...REGISTRATION],
  'court-measure': ['bdc-court-measure'],
  'seizure-watch': ['bdc-seizure-watch'],
  'caution-watch': ['bdc-caution-watch'],
  'utility-transfer': ['sub-utility-transfer'],
  'secondhand-yilutong': ['bdc-secondhand-yilutong', 'sub-utility-transfer', ...REGISTRATION],
};

/** Diagrams, tables and forms of a subject's family; empty when the subject has diagrams of its own. */
export function familyFiles(subject: string): { name: string; content: string }[] {
  const family = FAMILIES[subject];
  return family ? processFiles(family) : [];
}
