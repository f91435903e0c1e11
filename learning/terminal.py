"""Keys of a maintainer in, words on the terminal out. Without a terminal (a pipe, a test) each line of the input is one key or name."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import termios
import tty
from typing import Iterator

from rich.console import Console

END = "q"
_ENDS = ("", "\x03", "\x04")
"""The input is over, Ctrl-C, Ctrl-D."""
_ESCAPE, _REST_S = b"\x1b", 0.02


class Terminal:
    """One person at one terminal."""

    def __init__(self) -> None:
        self.console = Console(highlight=False)
        self._keys = sys.stdin.isatty()

    def key(self) -> str:
        """One key: `\\n` for Enter, END when there is no more input."""
        if self._keys:
            key = _single_key(sys.stdin.fileno())
            return END if key in _ENDS else "\n" if key == "\r" else key.lower()
        line = sys.stdin.readline()
        return END if not line else (line.strip().lower() or "\n")[0]

    def name(self, question: str) -> str:
        """A word and Enter."""
        self.console.print(question, end=" ")
        sys.stdout.flush()
        return sys.stdin.readline().strip()


def _single_key(terminal: int) -> str:
    """What an arrow or another key of several characters sends is one unknown key: its last letter may be one of ours."""
    with _single_keys():
        key = os.read(terminal, 1)
        while key[:1] == _ESCAPE and select.select([terminal], [], [], _REST_S)[0]:
            key += os.read(terminal, 1)
        return key.decode("ascii", "replace")


@contextlib.contextmanager
def _single_keys() -> Iterator[None]:
    """Keys come without Enter and are not shown, those too that were typed before; afterwards the terminal is as it was."""
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin, termios.TCSADRAIN)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
