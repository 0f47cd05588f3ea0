const KEY = 'hms.session';

/** What this tab kept of its session over a reload; undefined when it kept nothing that can be read. */
export function kept(): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps `value` for this tab until it is closed; nothing when it is undefined. */
export function keep(value: object | undefined): void {
  if (value === undefined) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, JSON.stringify(value));
}
