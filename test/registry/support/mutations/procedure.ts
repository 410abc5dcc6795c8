import { currentRight, openByHand, rewriteOwnership } from '../by-hand.ts';
import { actor, fileAndAccept, sale } from '../play.ts';
import { byCheck, byConstraint, byIndex, byTrigger, freshHome, type Mutation } from './mutation.ts';

/** INV-25 to INV-34: shares, tax, duties of the office, certificates, who reads. */
export const procedureMutations: Mutation[] = [
  byCheck('INV-25', 'check_shares', async () => {
    const { unitCode } = freshHome();
    const third: [number, number] = [33, 100];
    return (db) => rewriteOwnership(db, { unitCode, regType: 300, mode: 'shares', shares: [third, third, third] });
  }),
  byTrigger('INV-27', ['ownership_details', 'guard_ownership'], async ({ registry }) => {
    const home = freshHome();
    const caseNo = await fileAndAccept(registry, sale(home));
    return (db) => rewriteOwnership(db, { unitCode: home.unitCode, regType: 200, caseNo });
  }),
  byTrigger('INV-29', ['reviews', 'guard_separation'], async ({ registry }) => {
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    return (db) =>
      db.query(
        `INSERT INTO registry.reviews (case_no, task_key, step, decision, user_id, role, at)
         SELECT case_no, 'by-hand', 'review', 'approve', accepted_by, 'reviewer', now() FROM registry.cases WHERE case_no = $1`,
        [caseNo],
      );
  }),
  byTrigger('INV-29', ['cases', 'guard_case'], async ({ registry }) => {
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    return (db) => db.query("UPDATE registry.cases SET accepted_by = 'somebody' WHERE case_no = $1", [caseNo]);
  }),
  byConstraint('INV-30', ['cases', 'inv_30_withdrawal'], 'check', async ({ registry }) => {
    const caseNo = await fileAndAccept(registry, sale(freshHome()));
    return (db) =>
      db.query(
        "UPDATE registry.cases SET withdrawal_requested_at = now(), entered_at = now(), status = 'ENTERED' WHERE case_no = $1",
        [caseNo],
      );
  }),
  byIndex('INV-31', 'inv_31_one_live_certificate', async () => {
    const { unitCode } = freshHome();
    return async (db) =>
      db.query(
        "INSERT INTO registry.certificates (certificate_no, kind, right_id, entry_id, issued_at, token) VALUES ('x', 'certificate', $1, $2, now(), 'x')",
        [await currentRight(db, unitCode), await openByHand(db)],
      );
  }),
  byTrigger('INV-31', ['certificates', 'guard_new_certificate'], async () => {
    const { unitCode } = freshHome();
    // one paper for all is alive, and one for a single holder beside it
    return async (db) =>
      db.query(
        "INSERT INTO registry.certificates (certificate_no, kind, right_id, holder_seq, entry_id, issued_at, token) VALUES ('x', 'certificate', $1, 1, $2, now(), 'x')",
        [await currentRight(db, unitCode), await openByHand(db)],
      );
  }),
  byTrigger('INV-31', ['certificates', 'guard_certificate_change'], async () => {
    const { unitCode } = freshHome();
    return async (db) =>
      db.query(
        "UPDATE registry.certificates SET status = 'CANCELLED', cancelled_entry_id = entry_id, cancelled_at = now() WHERE right_id = $1 AND status = 'LIVE'",
        [await currentRight(db, unitCode)],
      );
  }),
  byTrigger('INV-31', ['rights', 'check_certificate_ends'], async () => {
    const { unitCode } = freshHome();
    return async (db) =>
      db.query(
        "UPDATE registry.rights SET status = 'HISTORY', ended_entry_id = $2, ended_at = '2026-11-23T10:00:00+08:00' WHERE right_id = $1",
        [await currentRight(db, unitCode), await openByHand(db)],
      );
  }),
  byTrigger('INV-34', ['owner_consents', 'guard_consent'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await db.query(
        `INSERT INTO registry.owner_consents (consent_no, org_id, unit_code, purpose, person_id, requested_by, requested_at, given_at, code_hash, expires_at)
         SELECT '20261123330206999998', (SELECT org_id FROM registry.organisations LIMIT 1), $1, 'mortgage', person_id, 'x', now(), now(), 'x', now()
         FROM registry.persons LIMIT 1`,
        [unitCode],
      );
      await db.query("UPDATE registry.owner_consents SET purpose = 'purchase' WHERE unit_code = $1", [unitCode]);
    };
  }),
  byConstraint('INV-34', ['audit_log', 'inv_34_purpose'], 'check', async () => {
    return (db) =>
      db.query(
        "INSERT INTO registry.audit_log (at, user_id, role, action, purpose) VALUES (now(), 'x', 'reviewer', 'unmask.unit', ' ')",
      );
  }),
  byTrigger(
    'INV-34',
    ['audit_log', 'append_only'],
    async ({ registry }) => {
      const unmask = { actor: actor('reviewer', '330206'), purpose: '核对' };
      await registry.units.unitPage(freshHome().unitCode, { unmask });
      return (db) => db.query('DELETE FROM registry.audit_log');
    },
    'YT005',
  ),
];
