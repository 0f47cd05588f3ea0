/** The names that an environment owns. Everything that people or the product make later starts with one of these. */
export interface EnvironmentNames {
  /** Of the cluster, the bus, the group of schedules: `hms-ops-<env>`. */
  readonly base: string;
  /** What the names of alarms of services start with. */
  readonly alarms: string;
  /** What the families of task definitions start with. */
  readonly families: string;
  /** The path of every role that tasks run as. */
  readonly taskRoles: string;
  /** The log group of all tasks. */
  readonly taskLogs: string;
  /** The Cloud Map namespace of Service Connect. */
  readonly namespace: string;
}

/** The names of `environment`. Pure. */
export function environmentNames(environment: string): EnvironmentNames {
  return {
    base: `hms-ops-${environment}`,
    alarms: `hms/${environment}/`,
    families: `hms-${environment}-`,
    taskRoles: `/hms/${environment}/tasks/`,
    taskLogs: `/hms/${environment}/tasks`,
    namespace: `hms-${environment}`,
  };
}
