-- The archive package of a notice asks for the letters of its seizures; the other letters name none.
CREATE INDEX printed_letters_seizure ON registry.printed_letters (seizure_id) WHERE seizure_id IS NOT NULL;
