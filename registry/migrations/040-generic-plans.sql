-- A 登簿 works with the plans its connection has made once. Where a statement says `= ANY (array)`, PostgreSQL takes an unknown array
-- for ten elements and would rather plan anew, every time, for the one that is there: half of the CPU of an entry.
CREATE OR REPLACE FUNCTION registry.lock_for_entry(p_case_no text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('plan_cache_mode', 'force_generic_plan', true); -- until COMMIT
  PERFORM 1 FROM registry.cases WHERE case_no = p_case_no FOR NO KEY UPDATE;
  -- NO KEY UPDATE excludes every other writer of the page but not the foreign keys of a case being filed.
  PERFORM 1 FROM registry.units WHERE unit_code = ANY (ARRAY(SELECT unit_code FROM registry.case_units WHERE case_no = p_case_no))
  ORDER BY unit_code COLLATE "C" FOR NO KEY UPDATE;
END $$;

-- guard_seizure_queue and everybody else who asks which seizures a unit has: 轮候 can be long, and the table is that of the city.
CREATE INDEX seizure_details_unit ON registry.seizure_details (unit_code);
