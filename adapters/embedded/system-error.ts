/** Whether `error` is a failure of Node or of a library that carries this `code`, e.g. `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
