"""Explorers of the facts: a link in, the network it is about out; a network and a hash in, the page to open out.

All explorers of our EVM networks have the same three pages: /tx/<hash>, /address/<address>, /token/<contract>.
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from waypost.content.facts import Link, facts

Page = Literal["tx", "address", "token"]


def network_of(url: str) -> str | None:
    """The network whose explorer a link leads to; None for any other host. A subdomain that is none of the facts' is another host."""
    try:
        host = (urlsplit(url if "://" in url else f"//{url}").hostname or "").lower().removeprefix("www.")
    except ValueError:
        return None
    return next((network for network, known in _hosts() if known == host), None)


def page(network: str, kind: Page, value: str) -> Link:
    """A page of the network's explorer, as copy links to it. value: a hash or an address, already checked."""
    explorer = facts().link(facts().networks[network].explorer or "")
    return Link(explorer.id, f"{explorer.url}/{kind}/{value}", explorer.title, explorer.language, original=False)


def _hosts() -> list[tuple[str, str]]:
    networks = ((key, record.explorer) for key, record in facts().networks.items() if record.evm and record.explorer)
    return [(key, urlsplit(facts().link(explorer).url).hostname or "") for key, explorer in networks]
