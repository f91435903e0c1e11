"""The environment in, typed settings out: the only place that reads it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from waypost.content.files import ROOT
from waypost.errors import SettingsError


@dataclass(frozen=True)
class Settings:
    """Where this instance listens and keeps its state."""

    host: str
    port: int
    actions_port: int
    var: Path
    database_url: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Raises SettingsError that names the variable."""
        env = os.environ if environment is None else environment
        var = Path(env.get("WAYPOST_VAR") or ROOT / "var").resolve()
        return cls(
            host=env.get("HOST") or "127.0.0.1",
            port=_port(env, "PORT", 5005),
            actions_port=_port(env, "ACTIONS_PORT", 5055),
            var=var,
            database_url=_database(env, var / "tracker.db"),
        )

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        return f"http://{reachable(self.host)}:{self.port}"

    @property
    def actions_url(self) -> str:
        return f"http://{reachable(self.host)}:{self.actions_port}"


def reachable(host: str) -> str:
    """An address of this machine for a listener's host: `0.0.0.0` cannot be connected to everywhere."""
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104


def terminal_language(environment: Mapping[str, str] | None = None) -> str | None:
    """The language of the terminal as POSIX says it (`nl_NL.UTF-8`), or None."""
    env = os.environ if environment is None else environment
    return env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or None


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name) or str(default)
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SettingsError(f"{name}={value!r} is not a port: set it to a number from 1 to 65535")
    return int(value)


def _database(env: Mapping[str, str], file: Path) -> str:
    """An address that SQLAlchemy takes. The value is not repeated in the error: it holds a password."""
    value = env.get("WAYPOST_DATABASE_URL") or f"sqlite:///{file}"
    scheme, separator, rest = value.partition("://")
    scheme = {"postgres": "postgresql"}.get(scheme, scheme)
    in_a_file = scheme == "sqlite" and rest.startswith("/") and rest.strip("/") and ":memory:" not in rest
    if not separator or not (in_a_file or (scheme in ("postgresql", "postgresql+psycopg2") and rest)):
        raise SettingsError(
            "WAYPOST_DATABASE_URL is no address of a database: set it to postgresql://user:password@host/name or sqlite:////folder/file.db"
        )
    return f"{scheme}://{rest}"
