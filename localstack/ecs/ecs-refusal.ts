/** What ECS answers instead of doing what it was asked, by the names of its API reference, "Common Errors" and others. */
export class EcsRefusal extends Error {
  constructor(
    readonly exception: string,
    message: string,
  ) {
    super(message);
  }
}

/** @throws EcsRefusal `InvalidParameterException` unless `holds` */
export function require(holds: boolean, message: string): asserts holds {
  if (!holds) throw new EcsRefusal('InvalidParameterException', message);
}
