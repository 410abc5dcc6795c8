-- Java's String.hashCode(), by which Camunda's clients group incidents that say the same.
CREATE FUNCTION engine.java_hash_code(message text) RETURNS integer LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  hash bigint := 0;
  point integer;
  unit integer;
BEGIN
  FOR at IN 1..length(message) LOOP
    point := ascii(substr(message, at, 1));
    -- What lies beyond 16 bits is two units in Java.
    FOREACH unit IN ARRAY CASE WHEN point < 65536 THEN ARRAY[point]
      ELSE ARRAY[55296 + (point - 65536) / 1024, 56320 + (point - 65536) % 1024] END LOOP
      hash := (hash * 31 + unit) & 4294967295;
    END LOOP;
  END LOOP;
  RETURN CASE WHEN hash > 2147483647 THEN hash - 4294967296 ELSE hash END;
END $$;
