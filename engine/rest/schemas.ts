/** JSON schemas shared by the routes. Keys may be strings (8.8) or numbers (8.6 clients). */
export const keySchema = { type: ['string', 'integer'], pattern: '^-?\\d{1,19}$' } as const;
export const variablesSchema = { type: ['object', 'null'], additionalProperties: true } as const;
/** What the database's integers hold. */
export const int32 = { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 } as const;
/** Milliseconds; added to any present instant this stays a valid date. */
export const millis = { type: 'integer', format: 'int64', minimum: -4e15, maximum: 4e15 } as const;
/** Milliseconds that somebody waits. */
export const waitMillis = { ...int32, format: 'int64' } as const;
/** A number of the caller's own; it comes back in the records. */
export const operationReference = { type: 'integer', format: 'int64', minimum: 1 } as const;
export const textList = { type: 'array', items: { type: 'string' } } as const;

/** Of the same kind, or null. */
export const nullable = <S extends { type: string }>(schema: S) => ({ ...schema, type: [schema.type, 'null'] });
export const nullableText = nullable({ type: 'string' });
export const nullableList = nullable(textList);

/** Path parameters that are keys, by name. */
export function keyParams(name: string) {
  return {
    type: 'object',
    required: [name],
    properties: { [name]: { type: 'string', pattern: '^\\d{1,19}$' } },
  } as const;
}

/** A request body; unknown fields are ignored, as newer clients send more than older engines know. */
export function body(properties: Record<string, object>, required: string[] = []) {
  return { type: 'object', required, properties } as const;
}

export const searchBody = {
  type: ['object', 'null'],
  properties: {
    filter: { type: ['object', 'null'] },
    sort: {},
    page: {
      type: ['object', 'null'],
      properties: {
        limit: { type: 'integer' },
        from: { type: 'integer' },
        after: { type: ['string', 'null'] },
        before: { type: ['string', 'null'] },
      },
    },
  },
} as const;

/** A list of objects. */
export const listOf = (properties: Record<string, object>, required: string[]) => ({
  type: 'array',
  items: { type: 'object', required, properties },
});

/** Of a request, and of all files of a deployment together, as in Camunda. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
