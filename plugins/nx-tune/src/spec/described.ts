import * as z from 'zod/mini';

/** Gives a key the text that editors show. */
export function described<T extends z.core.$ZodType>(text: string, shape: T): T {
  z.globalRegistry.add(shape, { description: text });
  return shape;
}
