/** A field that must not be left empty. */
export const need = (message: string) => [{ required: true, whitespace: true, message }];
/** Says while typing what is wrong with it. */
export const checked = (check: (text: string) => { ok: boolean; message?: string }) => ({
  validator: async (_: unknown, text: string | undefined) => {
    if (!text) return;
    const found = check(text);
    if (!found.ok) throw new Error(found.message);
  },
});

/** A scan as the API takes it. */
export async function toBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
