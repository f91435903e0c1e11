"""The environment in, typed settings out: the only place that reads it."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from waypost.content.files import ROOT
from waypost.errors import SettingsError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?")


@dataclass(frozen=True)
class Settings:
    """Where this instance listens and keeps its state, whom it lets in, how much of it, and how long it keeps conversations."""

    host: str
    port: int
    actions_port: int
    var: Path
    database_url: str
    actions_url: str
    """Where the action server is asked."""
    redis_url: str | None
    """Locks that instances share; None: this process is the only one."""
    broker_url: str | None
    broker_delay_s: int
    """Seconds that an event rests before it may leave."""
    rest_token: str | None
    actions_token: str | None
    origins: frozenset[str]
    """Pages whose scripts may ask, besides this instance's own."""
    proxies: tuple[Network, ...]
    rate_per_sender: int
    """Messages a minute; 0: no limit. So are the next two."""
    rate_per_address: int
    turns_at_once: int
    retention_days: int
    """Days after its last message; 0: conversations are kept."""

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
            actions_url=_actions(env),
            redis_url=_server(env, "WAYPOST_REDIS_URL", ("redis", "rediss")),
            broker_url=_server(env, "WAYPOST_BROKER_URL", ("amqp", "amqps")),
            broker_delay_s=_count(env, "WAYPOST_BROKER_DELAY_S", 0),
            rest_token=(env.get("WAYPOST_REST_TOKEN") or "").strip() or None,
            actions_token=(env.get("WAYPOST_ACTIONS_TOKEN") or "").strip() or None,
            origins=_origins(env, "WAYPOST_ORIGINS"),
            proxies=_networks(env, "WAYPOST_TRUSTED_PROXIES"),
            rate_per_sender=_count(env, "WAYPOST_RATE_PER_SENDER", 20),
            rate_per_address=_count(env, "WAYPOST_RATE_PER_ADDRESS", 300),
            turns_at_once=_count(env, "WAYPOST_TURNS_AT_ONCE", 200),
            retention_days=_count(env, "WAYPOST_RETENTION_DAYS", 90),
        )

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        return f"http://{reachable(self.host)}:{self.port}"

    @property
    def all_origins(self) -> frozenset[str]:
        """The listed origins and this instance's own."""
        hosts = {"127.0.0.1", "localhost", "[::1]", self.host, reachable(self.host)} - {"0.0.0.0", "::", ""}  # noqa: S104
        return self.origins | {f"http://{host}:{self.port}" for host in hosts}


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


def _actions(env: Mapping[str, str]) -> str:
    """The root of the action server, without a slash at its end."""
    here = f"http://{reachable(env.get('HOST') or '127.0.0.1')}:{_port(env, 'ACTIONS_PORT', 5055)}"
    value = (env.get("WAYPOST_ACTIONS_URL") or here).strip().rstrip("/").lower()
    if not ORIGIN.fullmatch(value):
        raise SettingsError(f"WAYPOST_ACTIONS_URL={value!r} is no address of a server: set it to one such as http://127.0.0.1:5055, without a path")
    return value


def _server(env: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    """The address of a server, or None. The value is not repeated in the error: it holds a password."""
    value = (env.get(name) or "").strip()
    scheme, separator, rest = value.partition("://")
    if value and not (separator and scheme in schemes and rest.partition("/")[0].rpartition("@")[2]):
        raise SettingsError(f"{name} is no address of a server: set it to {schemes[0]}://user:password@host:port/, or to {schemes[1]}:// for TLS")
    return value or None


def _count(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name) or str(default)
    if not (value.isascii() and value.isdecimal()) or int(value) > 1_000_000:
        raise SettingsError(f"{name}={value!r} is not a count: set it to a number from 0 (off) to 1000000")
    return int(value)


def _parts(env: Mapping[str, str], name: str) -> list[str]:
    return [part for part in re.split(r"[,\s]+", env.get(name) or "") if part]


def _origins(env: Mapping[str, str], name: str) -> frozenset[str]:
    for part in _parts(env, name):
        if not ORIGIN.fullmatch(part.lower()):
            raise SettingsError(f"{name}: {part!r} is not an origin: write scheme, host and port as a browser does, without a path; * is not allowed")
    return frozenset(part.lower() for part in _parts(env, name))


def _networks(env: Mapping[str, str], name: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part) for part in _parts(env, name))
    except ValueError as error:
        raise SettingsError(f"{name}: {error}: name addresses or networks such as 10.0.0.0/8, separated by commas") from None
