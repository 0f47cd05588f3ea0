"""Serves MiniStack until standard input closes, so that it never outlives who started it.

It polls its event sources (queues and streams of functions) every 50 ms instead of every second. What happens is the
same; a story of many small steps takes minutes instead of an hour.
"""

import os
import signal
import threading
import time
import types

IDLE_SECONDS = 0.05

# What its poller waits while nothing came: 1 s with event sources, 5 s without.
IDLE_WAITS = (1, 5)


def quicken(module) -> None:
    clock = types.SimpleNamespace(**{name: getattr(time, name) for name in dir(time) if not name.startswith("_")})
    clock.sleep = lambda seconds: time.sleep(IDLE_SECONDS if seconds in IDLE_WAITS else seconds)
    module.time = clock


def end_with_parent() -> None:
    while os.read(0, 4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()

from ministack.services import lambda_svc  # noqa: E402

quicken(lambda_svc)

from ministack.app import main  # noqa: E402

main()
