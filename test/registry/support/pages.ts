import type { Application, DemoUnit, Registry, UnitPage } from '../../../registry/index.ts';
import { acceptor, enter, readyForBook, registered } from './play.ts';
import type { OpenRegister } from './setup.ts';

const reader = { actor: acceptor, purpose: 'test' };

/** The page of the book in clear; a unit that is not there fails the test. */
export async function pageOf(registry: Registry, unit: DemoUnit | string): Promise<UnitPage> {
  const unitCode = typeof unit === 'string' ? unit : unit.unitCode;
  const page = await registry.units.unitPage(unitCode, { unmask: reader });
  if (!page) throw new Error(`no page ${unitCode}`);
  return page;
}

/** Codes of everything that is wrong with the application; empty when it can be filed. */
export async function problemsOf(registry: Registry, what: Application): Promise<string[]> {
  try {
    await registry.cases.fileCase(what, acceptor);
    return [];
  } catch (error) {
    return (error as { problems: { code: string }[] }).problems.map((problem) => problem.code);
  }
}

/**
 * Plays an application to its 登簿, giving every consent that the refusals ask for, and says which rules asked. What still
 * refuses after that is the result.
 */
export async function withConsents(registry: Registry, what: Application) {
  const caseNo = await readyForBook(registry, what);
  const asked: string[] = [];
  for (;;) {
    const result = await enter(registry, caseNo);
    const rules = asked.map((one) => one.split(':')[0] as string);
    if (result.kind === 'entered') return { caseNo, asked: rules, result };
    const block = result.refusal.blocks.find((one) => one.code === 'CONSENT_MISSING' && one.blockingRow);
    const kind = block && consentKinds[block.rule];
    if (!block?.blockingRow || !kind || asked.includes(`${block.rule}:${block.blockingRow.id}`))
      return { caseNo, asked: rules, result };
    asked.push(`${block.rule}:${block.blockingRow.id}`);
    await registry.cases.recordConsent({ caseNo, rightId: block.blockingRow.id, kind, by: acceptor });
  }
}

const consentKinds: Record<
  string,
  'mortgagee' | 'caution_holder' | 'objection_risk' | 'residence_risk' | 'right_holder'
> = {
  'INV-06': 'right_holder',
  'INV-17': 'mortgagee',
  'INV-18': 'mortgagee',
  'INV-21': 'caution_holder',
  'INV-23': 'objection_risk',
  'INV-24': 'residence_risk',
};

/** Certificate (or proof) of the single thing an application registers. */
export async function proofOf(fixture: OpenRegister, what: Application): Promise<string> {
  const [no] = await registered(fixture.registry, what);
  if (!no) throw new Error(`${what.itemCode} gave no certificate`);
  return no;
}
