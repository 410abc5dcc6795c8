-- What was made to record two tables that are gone (029, 058). All other functions have their present text in registry/functions
-- (docs/decisions/0020-functions-have-one-place.md): from here on a numbered migration only drops them.
DROP FUNCTION registry.record_local_rules();
DROP FUNCTION registry.record_housing_count_rules();
