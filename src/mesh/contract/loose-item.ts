import { z } from 'zod';
import { itemBase } from './fact.ts';
import { idSchema } from './ids.ts';

/** Items whose bodies version 1 does not describe yet: key and version are ordered, everything else is kept as it came. */
export const screenItemSchema = z.looseObject({ screen: idSchema, ...itemBase });
