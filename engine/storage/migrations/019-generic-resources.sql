-- Files kept for workers, as they came: RPA scripts. A deleted one stays as history, as forms do.
CREATE TABLE engine.generic_resource (
  key bigint PRIMARY KEY,
  deployment_key bigint NOT NULL,
  resource_id text NOT NULL,
  version integer NOT NULL,
  version_tag text,
  resource_name text NOT NULL,
  resource text NOT NULL,
  checksum text NOT NULL,
  deployed_at bigint NOT NULL,
  deleted_at bigint
);
CREATE INDEX generic_resource_version ON engine.generic_resource (resource_id, version);
