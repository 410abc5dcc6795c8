/** A hint that does not stop: stable code and Chinese text. */
export interface ValidationWarning {
  code: string;
  message: string;
}
/** `value` is the normalised form (blanks stripped, upper case, full width → half width, brackets as the standard wants). */
export type Validation<T> =
  | { ok: true; value: T; warnings: ValidationWarning[] }
  | { ok: false; code: string; message: string };
