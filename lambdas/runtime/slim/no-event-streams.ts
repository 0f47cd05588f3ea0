/**
 * Stands in bundles for the SDK's event streams, which S3 Select and the like answer with: no API that is called here
 * does. `alias` in lib/bundling.ts.
 */
export const eventStreamSerdeProvider = () => undefined;

/** The configuration as it is. */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

/** What an answer that is a stream of events would be read with. */
export class EventStreamSerde {
  constructor() {
    throw new Error('Event streams are left out of bundles: lib/bundling.ts.');
  }
}
