"""The environment in, typed settings out: the only place that reads it (variables.py has the checks)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from waypost.content.files import ROOT
from waypost.ops.variables import (
    Network,
    actions,
    address,
    chain,
    count,
    database,
    needed,
    networks,
    one_of,
    origins,
    parts,
    port,
    reachable,
    secrets,
    server,
)

HELPDESKS = ("rt", "django_helpdesk", "chatwoot", "zendesk", "zammad")


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
    session_secrets: tuple[str, ...]
    """Keys of the widget's session tokens: the first signs, all of them verify; empty: a key that is kept under `var`."""
    tickets_token: str | None
    """Of the ticket bridge; None: one that is kept under `var`."""
    helpdesk: str
    """Where people are handed to humans; empty when there is none."""
    tickets_url: str
    """The ticket bridge's address."""
    origins: frozenset[str]
    """Pages whose scripts may ask, besides this instance's own."""
    proxies: tuple[Network, ...]
    rate_per_sender: int
    """Messages a minute; 0: no limit. So are the next two."""
    rate_per_address: int
    turns_at_once: int
    retention_days: int
    """Days after its last message; 0: conversations are kept."""
    chain: Mapping[str, tuple[str, ...]]
    """JSON-RPC endpoints of the networks that are looked at, by their key in the facts; empty: look-ups are off."""
    phishing_list: Path | None
    """A file in the format of eth-phishing-detect's config.json; None: no list."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Raises SettingsError that names the variable."""
        env = os.environ if environment is None else environment
        var = Path(env.get("WAYPOST_VAR") or ROOT / "var").resolve()
        return cls(
            host=env.get("HOST") or "127.0.0.1",
            port=port(env, "PORT", 5005),
            actions_port=port(env, "ACTIONS_PORT", 5055),
            var=var,
            database_url=database(env, var / "tracker.db"),
            actions_url=actions(env),
            redis_url=server(env, "WAYPOST_REDIS_URL", ("redis", "rediss")),
            broker_url=server(env, "WAYPOST_BROKER_URL", ("amqp", "amqps")),
            broker_delay_s=count(env, "WAYPOST_BROKER_DELAY_S", 0),
            rest_token=(env.get("WAYPOST_REST_TOKEN") or "").strip() or None,
            actions_token=(env.get("WAYPOST_ACTIONS_TOKEN") or "").strip() or None,
            session_secrets=secrets(env, "WAYPOST_SESSION_SECRET"),
            tickets_token=(env.get("WAYPOST_TICKETS_TOKEN") or "").strip() or None,
            helpdesk=(env.get("WAYPOST_HELPDESK") or "").strip(),
            tickets_url=address(env, "WAYPOST_TICKETS_URL", port(env, "TICKETS_PORT", 5065)),
            origins=origins(env, "WAYPOST_ORIGINS"),
            proxies=networks(env, "WAYPOST_TRUSTED_PROXIES"),
            rate_per_sender=count(env, "WAYPOST_RATE_PER_SENDER", 20),
            rate_per_address=count(env, "WAYPOST_RATE_PER_ADDRESS", 300),
            turns_at_once=count(env, "WAYPOST_TURNS_AT_ONCE", 200),
            retention_days=count(env, "WAYPOST_RETENTION_DAYS", 90),
            chain=chain(env),
            phishing_list=Path(env["WAYPOST_PHISHING_LIST"]).resolve() if env.get("WAYPOST_PHISHING_LIST") else None,
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


@dataclass(frozen=True)
class TicketSettings:
    """Which helpdesk the ticket bridge works in, as whom, and what it may do there. docs/tickets.md has each helpdesk's words for these."""

    port: int
    bot_url: str
    helpdesk: str
    url: str
    token: str
    secrets: tuple[str, ...]
    """Of the hooks; all of them count."""
    queue: str
    agent: str
    mode: str
    """draft, reply or off."""
    modes_file: Path | None
    desk_file: Path | None
    """Office hours, waits, and who knows about what."""
    agents_locale: str
    poll_s: float

    @classmethod
    def from_environment(cls, settings: Settings, environment: Mapping[str, str] | None = None) -> TicketSettings:
        """Raises SettingsError that names the variable."""
        env = os.environ if environment is None else environment
        modes_file, desk_file = env.get("WAYPOST_TICKET_MODES"), env.get("WAYPOST_TICKET_DESK")
        return cls(
            port=port(env, "TICKETS_PORT", 5065),
            bot_url=(env.get("WAYPOST_BOT_URL") or settings.address).rstrip("/"),
            helpdesk=one_of(env, "WAYPOST_HELPDESK", HELPDESKS, ""),
            url=needed(env, "WAYPOST_HELPDESK_URL").rstrip("/"),
            token=needed(env, "WAYPOST_HELPDESK_TOKEN"),
            secrets=tuple(parts(env, "WAYPOST_HELPDESK_SECRET")),
            queue=(env.get("WAYPOST_HELPDESK_QUEUE") or "").strip(),
            agent=needed(env, "WAYPOST_HELPDESK_AGENT"),
            mode=one_of(env, "WAYPOST_TICKET_MODE", ("draft", "reply", "off"), "draft"),
            modes_file=Path(modes_file) if modes_file else None,
            desk_file=Path(desk_file) if desk_file else None,
            agents_locale=env.get("WAYPOST_AGENTS_LOCALE") or "en",
            poll_s=float(max(count(env, "WAYPOST_TICKET_POLL_SECONDS", 20), 1)),
        )


def terminal_language(environment: Mapping[str, str] | None = None) -> str | None:
    """The language of the terminal as POSIX says it (`nl_NL.UTF-8`), or None."""
    env = os.environ if environment is None else environment
    return env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or None
