"""Secrets that this instance makes for itself: made once, kept in a file that only its owner can read."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from waypost.errors import SettingsError

SESSION = "session_secret"
"""Key of the widget's session tokens, when WAYPOST_SESSION_SECRET names none."""
PUSH = "push_token"
"""Bearer token of programs on this machine that write into conversations."""


def kept_secret(var: Path, name: str) -> str:
    """256 random bits as hex, the same at each call. Raises SettingsError when the file cannot be used."""
    path = var / name
    try:
        if not path.exists():
            _make(path)
        path.chmod(0o600)
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name} in WAYPOST_VAR cannot be used ({type(error).__name__}): see that the folder can be written to") from error
    if len(secret) < 32:
        raise SettingsError(f"{name} in WAYPOST_VAR is too short: delete it, it is made anew")
    return secret


def _make(path: Path) -> None:
    """Whole or not at all; when two processes make it, one of them wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
