"""A path and its new text in, the file changed whole or not at all out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Callable

OWNER_ONLY = 0o600


def write_whole(path: Path, text: str, check: Callable[[Path], None] = lambda _: None, private: bool = False) -> None:
    """check: raises when the new file, still beside the old one, is not what it should be; then the old one stays. private: readable by its
    owner only, whatever the old one was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".part")
    half.unlink(missing_ok=True)
    half.touch(mode=OWNER_ONLY if private else 0o666)
    try:
        with half.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        check(half)
        if path.exists() and not private:
            shutil.copymode(path, half)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
