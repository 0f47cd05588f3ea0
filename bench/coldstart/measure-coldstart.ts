import type { FunctionName } from '../../core/contract/functions.ts';
import { median } from '../api/statistics.ts';
import { type Build, cdkDefault, openWorkshop, ours, references } from './builds.ts';
import { importMs } from './import-time.ts';

/** A function beside the CDK-default build of the same source. `ratio`: our import by theirs. */
export interface ColdStart {
  readonly name: string;
  readonly gzipKB: number;
  readonly importMs: number;
  readonly defaultGzipKB: number;
  readonly defaultImportMs: number;
  readonly ratio: number;
}

/** What is measured, and what nothing can be below. */
export interface ColdStarts {
  readonly runs: number;
  readonly functions: readonly ColdStart[];
  readonly references: readonly {
    readonly name: string;
    readonly gzipKB: number;
    readonly importMs: number;
  }[];
}

/** Measures every build `runs` times, one after the other in turns, so that a slow moment meets all of them. */
export function measureColdStart(
  names: readonly FunctionName[],
  { runs, onRun }: { readonly runs: number; readonly onRun?: (run: number) => void },
): ColdStarts {
  const workshop = openWorkshop();
  try {
    const mine = names.map((name) => ours(workshop.folder, name));
    const theirs = names.map((name) => cdkDefault(workshop.folder, name));
    const least = references(workshop.folder);
    const took = inTurns([...mine, ...theirs, ...least], runs, onRun);
    return {
      runs,
      functions: mine.map((build, nth) => compared(build, theirs[nth] ?? build, took)),
      references: least.map((build) => ({ ...figures(build, took), name: build.name })),
    };
  } finally {
    workshop.close();
  }
}

function inTurns(
  builds: readonly Build[],
  runs: number,
  onRun: ((run: number) => void) | undefined,
): ReadonlyMap<string, readonly number[]> {
  const took = new Map<string, number[]>(builds.map(({ path }) => [path, []]));
  for (let run = 1; run <= runs; run += 1) {
    onRun?.(run);
    for (const { path } of builds) took.get(path)?.push(importMs(path));
  }
  return took;
}

function compared(mine: Build, theirs: Build, took: ReadonlyMap<string, readonly number[]>): ColdStart {
  const our = figures(mine, took);
  const their = figures(theirs, took);
  return {
    name: mine.name,
    ...our,
    defaultGzipKB: their.gzipKB,
    defaultImportMs: their.importMs,
    ratio: Math.round((our.importMs / their.importMs) * 100) / 100,
  };
}

function figures({ path, gzipKB }: Build, took: ReadonlyMap<string, readonly number[]>) {
  return { gzipKB, importMs: Math.round(median(took.get(path) ?? []) * 10) / 10 };
}
