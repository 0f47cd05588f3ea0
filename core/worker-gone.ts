/**
 * After so many seconds a worker that was cut off in the middle is gone for sure: it reaches neither the platform nor the
 * store any more, and another one may take its work over. Above the time after which a worker is cut off (60 s, the
 * timeout of the function `reconcile`) and the longest that a request of its may still be under way (10 s). What the
 * adapters and the stacks set is held against it in `test/lib/worker-gone.test.ts`.
 */
export const WORKER_GONE_SEC = 90;
