"""The real application with a small agent, to be killed: `python -m tests.faults.widget_worker <port> <var> <pause>`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.support.doors import open_doors
from tests.support.sockets import TalkingAgent


def main() -> None:
    port, var, pause = sys.argv[1:]
    with open_doors(Path(var), TalkingAgent, PORT=port) as doors:
        doors.agent.pause_s = float(pause)
        print("ready", flush=True)
        time.sleep(600)


if __name__ == "__main__":
    main()
