import type { Pool, PoolClient } from 'pg';

/**
 * What must never be found in the register, asked of the rows themselves (domain §4.2): every query answers the rows that
 * break its rule. `$1` = unit codes to look at, null = all.
 */
export const INVARIANTS: Record<string, string> = {
  'INV-02 one current ownership': `
    SELECT unit_code FROM registry.rights WHERE kind = 'OWNERSHIP' AND status = 'CURRENT' AND ($1::text[] IS NULL OR unit_code = ANY ($1))
    GROUP BY unit_code HAVING count(*) <> 1`,
  'INV-03 who mortgages owns at that moment': `
    SELECT m.right_id FROM registry.rights m JOIN registry.mortgage_details d USING (right_id)
    JOIN registry.register_entries e ON e.entry_id = m.entry_id AND e.kind = 'REGISTRATION'
    WHERE m.kind = 'MORTGAGE' AND ($1::text[] IS NULL OR m.unit_code = ANY ($1)) AND NOT EXISTS (
      SELECT 1 FROM registry.rights o JOIN registry.right_holders h USING (right_id)
      WHERE o.unit_code = m.unit_code AND o.kind = 'OWNERSHIP'
        -- a purchase with its mortgage is one entry
        AND (o.registered_at < m.registered_at OR o.entry_id = m.entry_id)
        AND (o.ended_at IS NULL OR o.ended_at > m.registered_at) AND d.obligors ? h.name)`,
  'INV-04 versions without gap, times strictly increasing': `
    SELECT unit_code, version FROM (
      SELECT unit_code, version, registered_at,
        row_number() OVER w AS place, lag(registered_at) OVER w AS before
      FROM registry.entry_units WHERE $1::text[] IS NULL OR unit_code = ANY ($1)
      WINDOW w AS (PARTITION BY unit_code ORDER BY version)) AS e
    WHERE version <> place OR registered_at <= before`,
  'INV-04 the page knows its last entry': `
    SELECT u.unit_code FROM registry.units u
    JOIN (SELECT unit_code, max(version) AS version, max(registered_at) AS at FROM registry.entry_units
      WHERE $1::text[] IS NULL OR unit_code = ANY ($1) GROUP BY 1) e USING (unit_code)
    WHERE u.register_version <> e.version OR u.last_registered_at <> e.at`,
  'INV-05 what ended was ended by its successor': `
    SELECT o.right_id FROM registry.rights o
    WHERE o.kind = 'OWNERSHIP' AND o.status = 'HISTORY' AND ($1::text[] IS NULL OR o.unit_code = ANY ($1)) AND NOT EXISTS (
      SELECT 1 FROM registry.rights n WHERE n.previous_id = o.right_id AND n.entry_id = o.ended_entry_id)
      -- the last ownership of a closed page has none
      AND NOT EXISTS (SELECT 1 FROM registry.units u WHERE u.unit_code = o.unit_code AND u.extinguished AND NOT EXISTS (
        SELECT 1 FROM registry.rights n WHERE n.unit_code = o.unit_code AND n.kind = 'OWNERSHIP' AND n.registered_at >= o.ended_at))`,
  'INV-06, 12 nothing enters behind a seizure': `
    SELECT r.right_id FROM registry.rights r JOIN registry.rights s ON s.unit_code = r.unit_code AND s.kind = 'SEIZURE'
    JOIN registry.seizure_details d ON d.right_id = s.right_id
    LEFT JOIN registry.rights p ON p.right_id = r.previous_id AND p.kind = r.kind AND p.ended_entry_id = r.entry_id
    WHERE r.kind IN ('OWNERSHIP', 'MORTGAGE', 'CAUTION', 'EASEMENT', 'RESIDENCE') AND ($1::text[] IS NULL OR r.unit_code = ANY ($1))
      AND d.starts_at < r.registered_at AND (s.ended_at IS NULL OR s.ended_at > r.registered_at)
      AND CASE r.kind
        WHEN 'OWNERSHIP' THEN
          -- a change or a correction writes the ownership anew in the same hands
          r.reg_type NOT IN (300, 500)
          -- INV-14: the debtor of a 预查封 becomes the owner
          AND NOT EXISTS (SELECT 1 FROM registry.seizure_conversions c WHERE c.right_id = s.right_id AND c.entry_id = r.entry_id)
          -- INV-16: the seized share of the debtor stays with him
          AND NOT coalesce(d.share_n IS NOT NULL AND (
            SELECT after.n::numeric * before.d >= before.n::numeric * after.d AND after.n::numeric * d.share_d >= d.share_n::numeric * after.d
            FROM registry.held_share(r.previous_id, d.respondent_id) AS before, registry.held_share(r.right_id, d.respondent_id) AS after), false)
        -- what goes on in the same place burdens nobody further, unless it secures more than before
        WHEN 'MORTGAGE' THEN p.right_id IS NULL OR (SELECT m.amount_fen FROM registry.mortgage_details m WHERE m.right_id = r.right_id)
          > (SELECT m.amount_fen FROM registry.mortgage_details m WHERE m.right_id = p.right_id)
        ELSE p.right_id IS NULL END`,
  'INV-07, 10 one effective seizure, the queue behind it in order of delivery and without dates': `
    SELECT s.right_id FROM registry.rights s JOIN registry.seizure_details d USING (right_id)
    WHERE s.kind = 'SEIZURE' AND ($1::text[] IS NULL OR s.unit_code = ANY ($1)) AND (
      (s.status = 'QUEUED' AND (d.starts_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM registry.rights e JOIN registry.seizure_details x USING (right_id)
        WHERE e.unit_code = s.unit_code AND e.kind = 'SEIZURE' AND e.status = 'CURRENT' AND x.delivered_at <= d.delivered_at)))
      OR (s.status = 'CURRENT' AND d.share_n IS NULL AND EXISTS (
        SELECT 1 FROM registry.rights e WHERE e.unit_code = s.unit_code AND e.kind = 'SEIZURE' AND e.status = 'CURRENT'
          AND e.right_id <> s.right_id)))`,
  'INV-12 the seized home was the debtor’s': `
    SELECT s.right_id FROM registry.rights s JOIN registry.seizure_details d USING (right_id)
    JOIN registry.persons p ON p.person_id = d.respondent_id
    JOIN registry.register_entries en ON en.entry_id = s.entry_id AND en.kind = 'SEIZURE'
    WHERE d.seizure_kind = 'seizure' AND ($1::text[] IS NULL OR s.unit_code = ANY ($1))
      -- INV-14: it was a 预查封 then
      AND NOT EXISTS (SELECT 1 FROM registry.seizure_conversions c WHERE c.right_id = s.right_id) AND NOT EXISTS (
      SELECT 1 FROM registry.rights o JOIN registry.right_holders h USING (right_id)
      WHERE o.unit_code = s.unit_code AND o.kind = 'OWNERSHIP' AND h.id_no = p.id_no AND o.registered_at < d.delivered_at
        AND (o.ended_at IS NULL OR o.ended_at > d.delivered_at))`,
  // Places follow from the times and close up when one ends; the rank on the row is the place it was entered in.
  'INV-17 no two mortgages in one place': `
    SELECT unit_code FROM registry.rights JOIN registry.mortgage_details USING (right_id)
    WHERE kind = 'MORTGAGE' AND status = 'CURRENT' AND ($1::text[] IS NULL OR unit_code = ANY ($1))
    GROUP BY unit_code HAVING count(DISTINCT coalesce(rank_since, registered_at)) <> count(*)`,
  'INV-17 entered in the place that the times give': `
    SELECT m.right_id FROM registry.rights m JOIN registry.mortgage_details d USING (right_id)
    WHERE m.kind = 'MORTGAGE' AND ($1::text[] IS NULL OR m.unit_code = ANY ($1))
      AND (d.rank_since > m.registered_at OR d.rank <> 1 + (
        SELECT count(*) FROM registry.rights o JOIN registry.mortgage_details x USING (right_id)
        WHERE o.unit_code = m.unit_code AND o.kind = 'MORTGAGE' AND o.registered_at <= m.registered_at
          AND (o.ended_at IS NULL OR o.ended_at > m.registered_at)
          AND coalesce(x.rank_since, o.registered_at) < coalesce(d.rank_since, m.registered_at)))`,
  'INV-27 no sale without its tax clearance': `
    SELECT r.right_id FROM registry.rights r JOIN registry.ownership_details d USING (right_id)
    JOIN registry.cases c ON c.case_no = r.case_no AND c.item_code = 'BDC-10'
    WHERE d.tax_clearance_id IS NULL AND ($1::text[] IS NULL OR r.unit_code = ANY ($1))`,
  'INV-31 a live certificate for every right, none for an ended one': `
    SELECT r.right_id FROM registry.rights r
    WHERE r.kind IN ('OWNERSHIP', 'MORTGAGE') AND ($1::text[] IS NULL OR r.unit_code = ANY ($1))
      AND (r.status = 'CURRENT') <> EXISTS (
        SELECT 1 FROM registry.certificates c WHERE c.right_id = r.right_id AND c.status = 'LIVE')`,
  'one entry for each case that is entered, none for the others': `
    SELECT DISTINCT c.case_no FROM registry.cases c JOIN registry.case_units u USING (case_no)
    -- counted in one pass: entries are not indexed by their case
    LEFT JOIN (SELECT case_no, count(*) AS entries FROM registry.register_entries GROUP BY case_no) e USING (case_no)
    WHERE ($1::text[] IS NULL OR u.unit_code = ANY ($1)) AND (c.entered_at IS NOT NULL)::int <> coalesce(e.entries, 0)`,
  'every running case is told of a seizure once': `
    SELECT c.case_no FROM registry.cases c JOIN registry.case_units u USING (case_no)
    WHERE ($1::text[] IS NULL OR u.unit_code = ANY ($1))
      AND (SELECT count(*) FROM registry.outbox o WHERE o.case_no = c.case_no AND o.topic = 'seizure.entered')
        <> (SELECT count(*) FROM registry.rights s JOIN registry.register_entries e USING (entry_id)
          WHERE s.unit_code = u.unit_code AND s.kind = 'SEIZURE' AND e.kind = 'SEIZURE'
            AND e.registered_at >= c.filed_at AND e.registered_at < coalesce(c.entered_at, c.closed_at, 'infinity'))`,
};

/** Of the whole register: numbers are drawn inside the 登簿, so a refused one leaves no gap. */
export const WHOLE: Record<string, string> = {
  'INV-31 certificate numbers without gap': `
    SELECT k.kind, k.area, k.year FROM registry.certificate_counters k
    WHERE k.last <> (SELECT count(*) FROM registry.certificates c
      WHERE c.kind = k.kind AND c.certificate_no LIKE '%（' || k.year || '）' || k.area || '%')`,
};

/** Rows that break a rule, by rule; empty when all hold. */
export async function brokenRules(
  db: Pool | PoolClient,
  unitCodes: string[] | null,
): Promise<Record<string, unknown[]>> {
  const broken: Record<string, unknown[]> = {};
  for (const [rule, sql] of Object.entries(INVARIANTS)) {
    const { rows } = await db.query(sql, [unitCodes]);
    if (rows.length > 0) broken[rule] = rows.slice(0, 5);
  }
  if (unitCodes === null) {
    for (const [rule, sql] of Object.entries(WHOLE)) {
      const { rows } = await db.query(sql);
      if (rows.length > 0) broken[rule] = rows.slice(0, 5);
    }
  }
  return broken;
}
