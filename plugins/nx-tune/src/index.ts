import type { PreTasksExecution } from '@nx/devkit';
import { extendKillGrace } from './graph/grace.js';

export const name = 'nx-tune';
export { createNodes } from './graph/create-nodes.js';
export const preTasksExecution: PreTasksExecution = () => extendKillGrace();
export type * from './spec/types.js';
