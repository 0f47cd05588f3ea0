/** The one of `known` that `word` was probably meant to be: at most two typing mistakes away, or undefined. Pure. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, mistakes: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.mistakes - b.mistakes);
  const best = ranked[0];
  return best && best.mistakes <= Math.min(2, Math.floor(best.candidate.length / 2))
    ? best.candidate
    : undefined;
}

/** Edit distance (Levenshtein) of two short words; words of very different length are far apart unread. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2 || a.length > 60) return Number.POSITIVE_INFINITY;
  const first = Array.from({ length: b.length + 1 }, (_, i) => i);
  const last = [...a].reduce((above, letter) => nextRow(above, letter, b), first);
  return last.at(-1) ?? 0;
}

/** One row of the edit matrix: the mistakes between one more `letter` and every beginning of `word`. */
function nextRow(above: readonly number[], letter: string, word: string): number[] {
  let left = (above[0] ?? 0) + 1;
  const rest = [...word].map((other, j) => {
    const [diagonal = 0, up = 0] = above.slice(j, j + 2);
    left = Math.min(up + 1, left + 1, diagonal + (letter === other ? 0 : 1));
    return left;
  });
  return [(above[0] ?? 0) + 1, ...rest];
}
