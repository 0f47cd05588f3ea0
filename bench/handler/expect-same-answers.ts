import type { Context } from 'aws-lambda';
import type { Pipeline } from './pipelines.ts';
import { WORK, type Work } from './work.ts';

interface Contender {
  readonly name: string;
  readonly call: Pipeline;
}

/**
 * Lets every pipeline do the work once. What is read must be the very same; what is planned or deployed differs in name
 * and id, and must be alike in status and in every field. @throws Error when one is not: it would not be the same work
 */
export async function expectSameAnswers(
  contenders: readonly Contender[],
  work: Work,
  context: Context,
): Promise<void> {
  const said: { readonly name: string; readonly answer: string }[] = [];
  for (const { name, call } of contenders) {
    const event = WORK[work].event();
    const { statusCode, body } = await call(event, context);
    if (statusCode !== 200 && statusCode !== 202)
      throw new Error(`${work}: ${name} answers ${statusCode} ${body}`);
    const parsed: unknown = JSON.parse(body ?? 'null');
    const reads = event.requestContext.http.method === 'GET';
    said.push({ name, answer: `${statusCode} ${JSON.stringify(reads ? parsed : shapeOf(parsed))}` });
  }
  const expected = said[0]?.answer;
  const other = said.find(({ answer }) => answer !== expected);
  if (other) throw new Error(`${work}: ${other.name} answers\n${other.answer}\nbut raw answers\n${expected}`);
}

/** The fields of a value and their types, without what they say. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]));
}
