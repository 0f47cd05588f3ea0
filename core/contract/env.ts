/** The environment variables that stacks set and functions read: one name each, so that neither can be mistyped. */
export const ENV = {
  /** The name of the one table. */
  table: 'HMSOPS_TABLE',
  /** The environment's name, as it stands in alarm names. */
  environment: 'HMSOPS_ENVIRONMENT',
  /** The IANA zone in which a local time such as "Friday 18:00" is meant. */
  timeZone: 'HMSOPS_TIME_ZONE',
} as const;
