import * as z from 'zod/mini';

/** The shape with the text that editors show for a key; a shape of its own, since one shape may serve several keys. */
export function described<T extends z.core.$ZodType>(text: string, shape: T): T {
  const own = z.clone(shape);
  z.globalRegistry.add(own, { description: text });
  return own;
}
