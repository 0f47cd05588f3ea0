"""Serves MiniStack until standard input closes, so that it never outlives who started it.

Everywhere it waits or looks through things for good measure, it does so less: a story of thousands of small steps takes
minutes instead of hours. What happens is the same.
"""

import os
import signal
import threading
import time
import types

# Between two looks at queues and streams while nothing came, in seconds: 1 with event sources, 5 without, shortened.
IDLE_WAITS = (1, 5)
IDLE_SECONDS = 0.02

# How long the lines of a finished call may still come in: until the first, after the last, and in all, in seconds.
LOG_WAITS = (0.005, 0.002, 0.25)

# Old metrics are looked for, and alarms looked through, at most so often; both are done on each call otherwise.
LOOKING_SECONDS = 30


def end_with_parent() -> None:
    while os.read(0, 4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def shorten_idle_waits(module) -> None:
    clock = types.SimpleNamespace(**{name: getattr(time, name) for name in dir(time) if not name.startswith("_")})
    clock.sleep = lambda seconds: time.sleep(IDLE_SECONDS if seconds in IDLE_WAITS else seconds)
    module.time = clock


def seldom(function):
    last = -LOOKING_SECONDS

    def limited():
        nonlocal last
        if time.monotonic() - last < LOOKING_SECONDS:
            return
        last = time.monotonic()
        function()

    return limited


threading.Thread(target=end_with_parent, daemon=True).start()

from ministack.core import lambda_runtime  # noqa: E402
from ministack.services import cloudwatch, lambda_svc  # noqa: E402

shorten_idle_waits(lambda_svc)
lambda_runtime.Worker._drain_stderr_bounded.__defaults__ = LOG_WAITS
cloudwatch._evict_old_metrics = seldom(cloudwatch._evict_old_metrics)
cloudwatch._evaluate_all_alarms = seldom(cloudwatch._evaluate_all_alarms)

from ministack.app import main  # noqa: E402

main()
