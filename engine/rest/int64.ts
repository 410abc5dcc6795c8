import type { FastifyInstance } from 'fastify';

interface Schema {
  format?: string;
  properties?: Record<string, Schema>;
}

/** Fifteen digits: every such number is exact. */
const DIGITS = /^-?\d{1,15}$/;

/**
 * Reads 64-bit integers that were sent as text: JSON has no such number, so clients generated from Camunda's description of the API
 * (`format: int64`) write `"30000"`, and Camunda reads it. Every other field must have its own type.
 */
export function acceptInt64Text(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    const schema = request.routeOptions.schema?.body as Schema | undefined;
    if (schema) readText(request.body, schema);
  });
}

function readText(value: unknown, { properties = {} }: Schema): void {
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Record<string, unknown>;
  for (const [name, schema] of Object.entries(properties)) {
    const field = fields[name];
    if (schema.format === 'int64' && typeof field === 'string' && DIGITS.test(field)) fields[name] = Number(field);
    else if (schema.properties) readText(field, schema);
  }
}
