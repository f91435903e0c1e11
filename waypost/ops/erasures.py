"""Who asked to be forgotten, kept beside the database as salted hashes: a restored backup is cleaned of them again.

`erased.txt` under WAYPOST_VAR: the first line is the salt, each other line `<seconds since 1970> <hash>`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from functools import lru_cache
from pathlib import Path

from waypost.ops.keeping import conversations, forget

FILE = "erased.txt"


def note(var: Path, sender: str) -> None:
    """Adds a sender to the list, on the disk before this returns."""
    var.mkdir(parents=True, exist_ok=True)
    path = var / FILE
    if not path.exists():
        _append(path, secrets.token_hex(16))
    _append(path, f"{time.time():.0f} {_hash(_salt(path), sender)}")


def was_erased(var: Path, sender: str) -> bool:
    """Whether a sender is on the list."""
    path = var / FILE
    if not path.exists():
        return False
    stat = path.stat()
    salt, hashes = _list(path, stat.st_mtime_ns, stat.st_size)
    return hashlib.sha256(f"{salt}:{sender}".encode()).hexdigest() in hashes


@lru_cache(maxsize=1)
def _list(path: Path, _changed: int, _size: int) -> tuple[str, frozenset[str]]:
    """The salt and the hashes, read anew when the file has changed."""
    return _salt(path), frozenset(_erased(path))


def erase_again(var: Path, address: str) -> int:
    """Deletes the conversations of the database that were erased after their last event. Result: conversations."""
    erased = _erased(var / FILE)
    if not erased:
        return 0
    salt = _salt(var / FILE)
    again = [sender for sender, last in conversations(address).items() if erased.get(_hash(salt, sender), 0) >= int(last)]
    for sender in again:
        forget(address, sender)
    return len(again)


def forget_before(var: Path, moment: float) -> None:
    """Shortens the list to those erased since a moment: older backups than that must not be kept."""
    path = var / FILE
    erased = _erased(path)
    if erased and min(erased.values()) < moment:
        kept = [f"{at} {digest}" for digest, at in erased.items() if at >= moment]
        fresh = path.with_suffix(".new")
        fresh.write_text("\n".join([_salt(path), *kept]) + "\n", encoding="utf-8")
        fresh.replace(path)


def _erased(path: Path) -> dict[str, int]:
    """Latest time of each hash."""
    if not path.exists():
        return {}
    pairs = (line.split() for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return {digest: int(at) for at, digest in pairs}


def _salt(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n")[0]


def _hash(salt: str, sender: str) -> str:
    return hashlib.sha256(f"{salt}:{sender}".encode()).hexdigest()


def _append(path: Path, line: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
