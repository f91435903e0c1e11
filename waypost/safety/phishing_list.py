"""A list file in the format of MetaMask's eth-phishing-detect in, which hosts it blocks and allows out. The file is the operator's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from waypost.errors import SettingsError

BLOCKED, ALLOWED = ("blacklist", "blocklist"), ("whitelist", "allowlist")
"""Names of the two lists, in the file's second version and since."""


@dataclass(frozen=True)
class PhishingList:
    """Hosts, each with all below it, and a few `host/path`."""

    blocked: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()

    @classmethod
    def read(cls, path: Path) -> PhishingList:
        """Raises SettingsError when the file cannot be read or has another format."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls(_hosts(data, BLOCKED), _hosts(data, ALLOWED))
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise SettingsError(
                f"WAYPOST_PHISHING_LIST={path} is no list: give the path of a config.json of eth-phishing-detect ({type(error).__name__})"
            ) from error

    def blocks(self, host: str, path: str = "") -> bool:
        first = path.strip("/").split("/")[0]
        return any(each in self.blocked for each in _with_parents(host)) or (bool(first) and f"{host}/{first}".lower() in self.blocked)

    def allows(self, host: str) -> bool:
        return any(each in self.allowed for each in _with_parents(host))


NOTHING_LISTED = PhishingList()


def _hosts(data: dict[str, list[str]], names: tuple[str, ...]) -> frozenset[str]:
    if not any(name in data for name in (*BLOCKED, *ALLOWED)):
        raise ValueError("neither list")
    return frozenset(host.lower().strip("./") for name in names for host in data.get(name, []))


def _with_parents(host: str) -> Iterator[str]:
    labels = host.split(".")
    yield from (".".join(labels[at:]) for at in range(len(labels) - 1))


_active = NOTHING_LISTED


def activate(path: Path | None) -> None:
    """Reads the list of this process once, at its start. None: no list. Raises SettingsError."""
    global _active
    _active = PhishingList.read(path) if path else NOTHING_LISTED


def active() -> PhishingList:
    """The list of this process."""
    return _active
