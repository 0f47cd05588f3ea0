import { runOptimizer } from '../optimizer/run-optimizer.ts';
import type { Builtins } from '../ports.ts';

/** What this program can do by itself. */
export const BUILTINS: Builtins = { 'optimize-resources': runOptimizer };
