/** What runs beside the containers of tasks. The cloud tells it of tasks, and asks it before it calls one healthy. */
export interface Sidecars {
  started(service: string, taskId: string): void;
  stopped(service: string, taskId: string): void;
  /** Whether the task may take requests as far as what runs beside it is concerned. */
  isReady(service: string, taskId: string): boolean;
}

/** Tasks with nothing beside them. */
export const NO_SIDECARS: Sidecars = {
  started: () => undefined,
  stopped: () => undefined,
  isReady: () => true,
};
