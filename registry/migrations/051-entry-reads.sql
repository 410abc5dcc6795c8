-- Whether the tax of a case is paid is asked at its 登簿: by case, not by reading every clearance of the city.
CREATE INDEX tax_clearances_case ON registry.tax_clearances (case_no);
