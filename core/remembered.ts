/**
 * `derive`, worked out once for each value as long as that value is held anywhere: records are never altered, so what
 * follows from one stands. `derive` must be pure.
 */
export function remembered<Of extends object, Result>(derive: (of: Of) => Result): (of: Of) => Result {
  const known = new WeakMap<Of, { readonly result: Result }>();
  return (of) => {
    const found = known.get(of) ?? { result: derive(of) };
    known.set(of, found);
    return found.result;
  };
}
