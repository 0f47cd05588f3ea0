/** The value of an environment variable that a stack sets. @throws Error when it is not set: the deployment is broken. */
export function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`The environment variable ${name} is not set; the stack of the function sets it.`);
}
