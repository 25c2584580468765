import { z } from 'zod';

/** Whoever reads the schema tolerates members it does not name. Dialect: draft-07, which AsyncAPI tools understand. */
export function jsonSchemaOf(schema: z.ZodType, title: string, description: string): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      // A member that must not be there.
      if (zodSchema._zod.def.type === 'undefined') jsonSchema.not = {};
      // Every date of the calendar as one expression helps nobody.
      if (jsonSchema.format === 'date-time') {
        jsonSchema.pattern = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$';
      }
    },
  });
  return { $schema, title, description, ...rest };
}

/** JSON as it lies in the repository. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
