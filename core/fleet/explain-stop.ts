import type { StopCause } from '../contract/service.ts';
import type { StoppedTask } from './compute.ts';

/** Why a task stopped, told once. How often it was seen is counted by who counts. */
export type StopExplanation = Omit<StopCause, 'times'>;

interface Rule {
  readonly kind: StopCause['kind'];
  /** Another try meets the same end: nothing but a new revision or a new right helps. */
  readonly deterministic: boolean;
  readonly matches: RegExp;
  plain(task: StoppedTask, image: string): string;
}

/**
 * The first rule that matches names the cause. Texts: Amazon ECS developer guide, "Amazon ECS stopped tasks error
 * messages" and "Stopped tasks error codes"
 * (docs.aws.amazon.com/AmazonECS/latest/userguide/stopped-task-error-codes.html), "CannotPullContainer task errors",
 * "CannotStartContainerError errors"; AWS re:Post, "Why is my Amazon ECS task stopped?"
 * (repost.aws/knowledge-center/ecs-task-stopped). A pull that timed out or was throttled may work next time.
 */
const RULES: readonly Rule[] = [
  {
    kind: 'start-failed',
    deterministic: false,
    matches: /CannotPull.*(timeout|timed out|too ?many ?requests|rate limit|no space left|connection re)/i,
    plain: (task, image) =>
      `The ${image} could not be pulled in time: ${detailOf(task)}. Check the way from the subnets to the registry, and its pull limits.`,
  },
  {
    kind: 'image-cannot-be-pulled',
    deterministic: true,
    matches: /CannotPull/i,
    plain: (task, image) =>
      `The ${image} cannot be pulled: ${detailOf(task)}. Check that the tag exists and that the task role may read it.`,
  },
  {
    kind: 'secret-missing',
    deterministic: true,
    matches:
      /(unable to (pull|retrieve) secret|secretsmanager|secrets manager|from asm|from ssm|GetParameters).*(ResourceNotFound|can't find|AccessDenied|invalid (ssm )?parameters?|not exist)/i,
    plain: (task) =>
      `A secret that the task needs cannot be read: ${detailOf(task)}. Check that its ARN exists and that the task execution role may read it.`,
  },
  {
    kind: 'exec-format',
    deterministic: true,
    matches: /exec format error|no such file or directory.*(exec|entrypoint)|executable file not found/i,
    plain: (task, image) =>
      `The program in the ${image} cannot be run here: ${detailOf(task)}. Build the image for linux/x86_64 and check its entry point.`,
  },
  {
    kind: 'invalid-parameter',
    deterministic: true,
    matches: /InvalidParameter|ClientException|invalid (argument|value)|is not (a )?valid/i,
    plain: (task) =>
      `The platform refuses the task as it is described: ${detailOf(task)}. Correct the named setting.`,
  },
  {
    kind: 'out-of-memory',
    deterministic: false,
    matches: /OutOfMemory|memory usage/i,
    plain: () =>
      'A task used more memory than it has and was killed (exit code 137). Give it a larger memoryMiB.',
  },
  {
    kind: 'health-check-failed',
    deterministic: false,
    matches: /health ?checks?/i,
    plain: (task) =>
      `A task started but did not pass its health check: ${detailOf(task)}. Check healthCheck.path, port and graceSec.`,
  },
];

/** Codes of stops that nobody needs to explain: scale-in, rollouts, a person. Source: ECS API `Task.stopCode`. */
const WANTED = ['ServiceSchedulerInitiated', 'UserInitiated', 'SpotInterruption', 'TerminationNotice'];

/**
 * Says why a task stopped: its kind, whether a retry would meet the same end, and plain words with what to check.
 * `image` is what the task should have run. Undefined for a stop that somebody wanted (scale-in, a rollout, a person).
 */
export function explainStop(task: StoppedTask, image?: string): StopExplanation | undefined {
  const rule = RULES.find(({ matches }) => matches.test(task.stoppedReason));
  if (rule) {
    const { kind, deterministic } = rule;
    return {
      kind,
      deterministic,
      plain: rule.plain(task, image === undefined ? 'image' : `image ${image}`),
      raw: rawOf(task),
    };
  }
  if (WANTED.includes(task.stopCode)) return undefined;
  return explainExit(task);
}

function explainExit(task: StoppedTask): StopExplanation {
  const fact = { deterministic: false, raw: rawOf(task) } as const;
  if (task.exitCode === 137) {
    const plain =
      'A task was killed (exit code 137), most likely for using more memory than it has. Look at its memory.';
    return { kind: 'out-of-memory', plain, ...fact };
  }
  if (task.exitCode !== undefined || task.stopCode === 'EssentialContainerExited') {
    const code = task.exitCode === undefined ? 'with no exit code' : `with exit code ${task.exitCode}`;
    const plain = `The program in the container ended by itself ${code}. Read the task's last log lines.`;
    return { kind: 'essential-container-exited', plain, ...fact };
  }
  if (task.stopCode === 'TaskFailedToStart') {
    const plain = `A task could not start: ${detailOf(task)}. Check the network, the roles and the log settings.`;
    return { kind: 'start-failed', plain, ...fact };
  }
  return { kind: 'unknown', plain: `A task stopped and the platform says: ${detailOf(task)}.`, ...fact };
}

function rawOf({ stopCode, stoppedReason }: StoppedTask): string {
  return `${stopCode}: ${stoppedReason}`;
}

/** The platform's words without their error prefix and full stop, at most 200 characters. */
function detailOf({ stoppedReason }: StoppedTask): string {
  const text = stoppedReason.replace(/^\w+(Error|Exception):\s*/, '').replace(/[.\s]+$/, '');
  return text === '' ? 'no reason was given' : text.slice(0, 200);
}
