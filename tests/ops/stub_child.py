"""Stands in for the bot and the action server in test_run.py. Arguments come through the environment, as `python -m` gives none.

STUB_<LABEL>: `serve` (answers /health with 200 at PORT), `wait`, `die:<code>` or `stubborn` (ignores TERM).
"""

from __future__ import annotations

import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def main(label: str) -> None:
    way = os.environ[f"STUB_{label.upper()}"]
    print(f"{label} is {way}", flush=True)
    print(f"{label} warns", file=sys.stderr, flush=True)
    if way.startswith("die:"):
        sys.exit(int(way.partition(":")[2]))
    if way.startswith("killed:"):
        os.kill(os.getpid(), int(way.partition(":")[2]))
    if way == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print(f"{label} stays", flush=True)
    if way == "serve":
        HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Healthy).serve_forever()
    time.sleep(60)
