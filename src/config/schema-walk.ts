import type { z } from 'zod';

/** The schema itself, without the default or the optional around it. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const def = schema._zod.def as z.core.$ZodTypeDef & { innerType?: z.core.$ZodType };
  return def.innerType === undefined ? schema : unwrapped(def.innerType);
}

/** The fields of an object's schema; null when it is none. */
export function fieldsOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> | null {
  const bare = unwrapped(schema);
  return bare._zod.def.type === 'object' ? (bare as z.core.$ZodObject)._zod.def.shape : null;
}

/** The schema of a list's items; null when it is none. */
export function itemOf(schema: z.core.$ZodType): z.core.$ZodType | null {
  const bare = unwrapped(schema);
  return bare._zod.def.type === 'array' ? (bare as z.core.$ZodArray)._zod.def.element : null;
}
