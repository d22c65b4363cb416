export type * from './spec/types.js';
