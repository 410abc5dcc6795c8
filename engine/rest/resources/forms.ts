import { DEFAULT_TENANT } from '../../core/types.ts';
import type { Row } from './fields.ts';

/** A row of `engine.form` as the API shows it; `schema` is the form's own JSON. */
export function formItem(row: Row): object {
  return {
    formKey: row.key,
    formId: row.form_id,
    version: row.version,
    schema: JSON.parse(row.resource),
    tenantId: DEFAULT_TENANT,
  };
}
