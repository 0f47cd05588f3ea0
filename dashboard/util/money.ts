const dollars = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** What every amount on every page is an amount of. */
export const MONEY_UNIT = 'a month, compute only';

/** An amount in micro-dollars as `$170.12`. */
export function usd(microUsd: number): string {
  return dollars.format(microUsd / 1_000_000);
}

/** A difference in micro-dollars with its sign: `+$127.59`, `−$6.49`, `±$0.00`. */
export function signedUsd(microUsd: number): string {
  if (microUsd === 0) return '±$0.00';
  return `${microUsd > 0 ? '+' : '−'}${usd(Math.abs(microUsd))}`;
}
