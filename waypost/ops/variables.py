"""An environment variable in, a checked value out. Every error names the variable and says what to set it to."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Mapping, Sequence

from waypost.content.facts import facts
from waypost.errors import SettingsError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?")
ENDPOINT = re.compile(r"https?://[^\s,]+")
RPC = "WAYPOST_RPC_"
"""Beginning of the variables that name a chain's endpoints; its chain id follows."""
SHORTEST_SECRET = 32


def reachable(host: str) -> str:
    """An address of this machine for a listener's host: `0.0.0.0` cannot be connected to everywhere."""
    return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104


def port(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name) or str(default)
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SettingsError(f"{name}={value!r} is not a port: set it to a number from 1 to 65535")
    return int(value)


def database(env: Mapping[str, str], file: Path) -> str:
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


def actions(env: Mapping[str, str]) -> str:
    """The root of the action server, without a slash at its end."""
    here = f"http://{reachable(env.get('HOST') or '127.0.0.1')}:{port(env, 'ACTIONS_PORT', 5055)}"
    value = (env.get("WAYPOST_ACTIONS_URL") or here).strip().rstrip("/").lower()
    if not ORIGIN.fullmatch(value):
        raise SettingsError(f"WAYPOST_ACTIONS_URL={value!r} is no address of a server: set it to one such as http://127.0.0.1:5055, without a path")
    return value


def server(env: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    """The address of a server, or None. The value is not repeated in the error: it holds a password."""
    value = (env.get(name) or "").strip()
    scheme, separator, rest = value.partition("://")
    if value and not (separator and scheme in schemes and rest.partition("/")[0].rpartition("@")[2]):
        raise SettingsError(f"{name} is no address of a server: set it to {schemes[0]}://user:password@host:port/, or to {schemes[1]}:// for TLS")
    return value or None


def address(env: Mapping[str, str], name: str, port: int) -> str:
    """Of another process of this instance; on this machine unless the variable says where."""
    return (env.get(name) or f"http://{reachable(env.get('HOST') or '')}:{port}").rstrip("/")


def count(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name) or str(default)
    if not (value.isascii() and value.isdecimal()) or int(value) > 1_000_000:
        raise SettingsError(f"{name}={value!r} is not a count: set it to a number from 0 (off) to 1000000")
    return int(value)


def chain(env: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Endpoints by network: those that are named, else that of the facts. An endpoint is not repeated in an error: it may hold a key."""
    known = {str(record.chain_id): key for key, record in facts().networks.items() if record.chain_id and record.rpc}
    named = {name.removeprefix(RPC): parts(env, name) for name in env if name.startswith(RPC)}
    for chain_id, urls in named.items():
        if chain_id not in known:
            raise SettingsError(f"{RPC}{chain_id}: no network of facts/networks.yml has the chain id {chain_id}: one of {', '.join(known)}")
        if not all(ENDPOINT.fullmatch(url) for url in urls):
            raise SettingsError(f"{RPC}{chain_id} is no list of endpoints: set it to addresses that begin with https://, separated by commas")
    wanted = parts(env, "WAYPOST_CHAIN") or ["on"]
    usual = [chain_id for chain_id, key in known.items() if facts().networks[key].status == "live" and facts().networks[key].kind == "mainnet"]
    chosen = {"on": list(dict.fromkeys([*usual, *(chain_id for chain_id, urls in named.items() if urls)])), "off": []}.get(wanted[0].lower(), wanted)
    if unknown := [chain_id for chain_id in chosen if chain_id not in known]:
        raise SettingsError(f"WAYPOST_CHAIN={unknown[0]!r} is not on, off or a chain id of facts/networks.yml: one of {', '.join(known)}")
    return {known[chain_id]: tuple(named.get(chain_id) or [facts().link(facts().networks[known[chain_id]].rpc or "").url]) for chain_id in chosen}


def needed(env: Mapping[str, str], name: str) -> str:
    value = (env.get(name) or "").strip()
    if not value:
        raise SettingsError(f"{name} is not set: the ticket bridge needs it, docs/tickets.md says what it is")
    return value


def one_of(env: Mapping[str, str], name: str, known: Sequence[str], default: str) -> str:
    value = (env.get(name) or default).strip()
    if value not in known:
        raise SettingsError(f"{name}={value!r}: set it to one of {', '.join(known)}")
    return value


def parts(env: Mapping[str, str], name: str) -> list[str]:
    return [part for part in re.split(r"[,\s]+", env.get(name) or "") if part]


def secrets(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The values are not repeated in the error."""
    found = tuple(parts(env, name))
    if any(len(part) < SHORTEST_SECRET for part in found):
        raise SettingsError(f"{name}: each secret needs at least {SHORTEST_SECRET} characters, separated by commas; the first one signs")
    return found


def origins(env: Mapping[str, str], name: str) -> frozenset[str]:
    for part in parts(env, name):
        if not ORIGIN.fullmatch(part.lower()):
            raise SettingsError(f"{name}: {part!r} is not an origin: write scheme, host and port as a browser does, without a path; * is not allowed")
    return frozenset(part.lower() for part in parts(env, name))


def networks(env: Mapping[str, str], name: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part) for part in parts(env, name))
    except ValueError as error:
        raise SettingsError(f"{name}: {error}: name addresses or networks such as 10.0.0.0/8, separated by commas") from None
