export const name = 'nx-tune';
export { createNodes } from './graph/create-nodes.js';
export type * from './spec/types.js';
