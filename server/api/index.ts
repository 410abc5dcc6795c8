/**
 * The published API of the server: TypeBox schemas, the static types from them, the words shown for codes, and the
 * pure validators of the register. Everything here also runs in a browser.
 */
export * from '../../registry/validators/index.ts';
export * from './application.ts';
export * from './application-terms.ts';
export * from './bank.ts';
export * from './board.ts';
export * from './cadastre.ts';
export * from './calendar.ts';
export * from './cases.ts';
export * from './common.ts';
export * from './completions/index.ts';
export * from './court.ts';
export * from './department-requests.ts';
export * from './documents.ts';
export * from './events.ts';
export * from './exclusions.ts';
export * from './hall.ts';
export * from './intake-drafts.ts';
export * from './letters.ts';
export * from './modeler.ts';
export * from './objections.ts';
export * from './papers.ts';
export * from './problem.ts';
export * from './public-links.ts';
export * from './publicity.ts';
export * from './quality.ts';
export * from './queries.ts';
export * from './rules.ts';
export * from './seizures.ts';
export * from './session.ts';
export * from './simulators.ts';
export * from './tasks.ts';
export * from './tickets.ts';
export * from './units.ts';
export * from './verification.ts';
export * from './yilutong.ts';
