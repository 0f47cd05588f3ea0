import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Every file of the project that is or would be committed, below one of `paths`. */
export function filesOf(...paths: readonly string[]): readonly string[] {
  return execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...paths], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && existsSync(file));
}

/** The TypeScript files below one of `paths`. */
export function sourcesOf(...paths: readonly string[]): readonly string[] {
  return filesOf(...paths).filter((file) => /\.tsx?$/.test(file));
}

/** The text of a file. */
export function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}

/** `file:line` of each line of `files` that `pattern` finds, comments left out. */
export function linesMatching(files: readonly string[], pattern: RegExp): readonly string[] {
  return files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, i) => (isCode(line) && pattern.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : [])),
  );
}

function isCode(line: string): boolean {
  return !/^\s*(\*|\/\/|\/\*)/.test(line);
}
