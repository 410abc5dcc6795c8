-- BDC-30 异议登记 (民法典 220, 实施细则 §82–84): what it rests on, so that the same person does not come again on the same ground.
ALTER TABLE registry.objection_details
  ADD COLUMN ground text CHECK (ground IN ('owner', 'share', 'forged', 'area', 'burden', 'other')),
  ADD COLUMN evidence_no text;
COMMENT ON COLUMN registry.objection_details.ground IS '异议事由: 权属, 份额, 材料虚假, 面积坐落, 他项权利, 其他; null = taken over as found';
COMMENT ON COLUMN registry.objection_details.lapses_on IS 'INV-23: last day of the fifteen; without proof of a suit the effect is gone after it';
CREATE TRIGGER guard_right_part BEFORE INSERT ON registry.objection_details FOR EACH ROW EXECUTE FUNCTION registry.guard_right_part();
SELECT registry.cover('objection_details');
