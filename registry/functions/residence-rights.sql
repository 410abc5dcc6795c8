-- INV-24: residential only, and no way from one holder to another.
CREATE OR REPLACE FUNCTION registry.guard_residence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE resident registry.rights;
BEGIN
  SELECT * INTO resident FROM registry.rights WHERE right_id = NEW.right_id;
  IF resident.reg_type = 200 THEN PERFORM registry.violates('INV-24', 'a residence right is neither transferred nor inherited'); END IF;
  IF (SELECT use FROM registry.units WHERE unit_code = resident.unit_code) <> 'residential' THEN
    PERFORM registry.violates('INV-24', 'a residence right exists on homes only');
  END IF;
  RETURN NEW;
END $$;
