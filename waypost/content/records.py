"""The shapes of the records of facts/*.yml. They are also the JSON Schemas in facts/schemas, see `waypost.content.schemas`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Mapping

from waypost.content.shapes import said

Certainty = Literal["verified", "likely"]
Words = tuple[str, ...] | Mapping[str, tuple[str, ...]]
ScamAnswer = Literal["safety.shared", "safety.support", "safety.validate", "safety.fee"]
MONTH = r"\d{4}-\d{2}"
EVM_ADDRESS = r"0x[0-9A-Fa-f]{40}"
EVM = "evm"
"""The address type that all EVM networks share: one account, one 0x address."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every record carries: its key, and the proof of what it says."""

    id: str
    source: str = said("An id of links.yml, or where it was read")
    checked: dt.date = said("The day somebody looked")
    certainty: Certainty = said("verified: read in a primary source. likely: anything less, and the copy must be worded so")
    note: str | None = said("For us, never shown", default=None)


@dataclass(frozen=True, kw_only=True)
class Named(Record):
    """A record that people name."""

    name: str = said("As people read it")
    aliases: Mapping[str, tuple[str, ...]] = said("Names by language; any: in every one; a trailing ~ lets an ending follow")
    weak: Words = said("Names that are everyday words too, by language or for all", default=())


@dataclass(frozen=True, kw_only=True)
class Network(Named):
    """A blockchain."""

    short: str = said("The name that fits a button")
    evm: bool = said("An EVM network: a MetaMask account has the same 0x address here")
    chain_id: int | None = said("EIP-155, decimal; the hexadecimal form is computed", default=None)
    native: str | None = said("The asset that pays the fees here", default=None)
    token_standard: str | None = said("The name of its token standard, as exchanges write it", default=None)
    exchange_label: str | None = said("Binance's words for the network; the screen may differ", default=None)
    exchange_code: str | None = said("Binance's code; a live network with a code is on Binance's list", default=None)
    exchange_certainty: Certainty | None = said("Of label and code, if lower than the record's", default=None)
    explorer: str | None = said("An id of links.yml", default=None)
    rpc: str | None = said("An id of links.yml", default=None)
    bridge_support: bool = said("MetaMask's own bridge takes it")
    block_time_s: float | None = said("Seconds between blocks", default=None)
    status: Literal["live", "deprecated", "retired"] = said("deprecated: still runs, nobody should move there. retired: it has ended")
    retired: dt.date | None = said("The day it ended", default=None)
    successor: str | None = said("The network that took its place", default=None)
    kind: Literal["mainnet", "testnet"] = said("testnet: coins without worth")

    @property
    def chain_id_hex(self) -> str | None:
        """As wallets ask for it (EIP-3085)."""
        return None if self.chain_id is None else hex(self.chain_id)

    @property
    def address_type(self) -> str:
        """Networks of one type share their addresses; a network that is not EVM has a type of its own."""
        return EVM if self.evm else self.id


@dataclass(frozen=True, kw_only=True)
class AddressType(Record):
    """How addresses of a type look. A type without a record: not known."""

    begins: str = said("The beginning of every address, as copy may say it")
    pattern: str = said("A regular expression of whole addresses")


@dataclass(frozen=True, kw_only=True)
class Venue(Named):
    """A company, wallet, dapp or bridge that holds or moves assets."""

    kind: Literal["exchange", "wallet", "dapp", "bridge"] = said("What it is")
    custodial: bool = said("The company holds the keys, so only it can act")
    status: Literal["live", "retired"] = said("retired: it has ended", default="live")
    retired: dt.date | str | None = said("The day or the month it ended", pattern=MONTH, default=None)
    networks: Literal["exchange_code"] | tuple[str, ...] | None = said(
        "An exchange's list of networks: those that have an exchange_code, or these; absent: not known", default=None
    )
    networks_certainty: Certainty | None = said("Of that list, if lower than the record's", default=None)
    address_types: tuple[str, ...] | None = said("A wallet's: the only address types it can use; absent: not known", default=None)
    generic: bool = said("A word for the kind (an exchange), not a name", default=False)


@dataclass(frozen=True, kw_only=True)
class Form:
    """How an asset exists on one network."""

    kind: Literal["native", "token", "pegged", "wrapped"] = said(
        "native: the network's own coin. token: issued there. pegged: Binance holds the original. wrapped: another contract holds it"
    )
    decimals: int = said("Per network; they differ")
    contract: str | None = said("In EIP-55 case; only from a list that somebody keeps", pattern=EVM_ADDRESS, default=None)
    former_contract: str | None = said("An older contract that people may still hold; another token", pattern=EVM_ADDRESS, default=None)
    former_decimals: int | None = said("Of the former contract", default=None)
    certainty: Certainty = said("Of this line")


@dataclass(frozen=True, kw_only=True)
class Asset(Named):
    """A coin or token; its id is its symbol."""

    kind_on: Mapping[str, Form] = said("By network. A network that is not listed: not known, which is not the same as not supported")
    stands_for: str | None = said("The asset that a pegged or wrapped one under another symbol can be exchanged for", default=None)
    status: Literal["live", "retired"] = said("retired: never advise moving it or into it")
    retired: dt.date | None = said("The day it ended", default=None)
    successor: str | None = said("The asset that its holders were given", default=None)


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One direction that a route serves."""

    source: str = said("A network")
    target: str = said("A network")
    wait: str | None = said("The notice that says how many days it takes", default=None)
    claim: bool = said("The person has to come back and confirm", default=False)


@dataclass(frozen=True, kw_only=True)
class Route(Record):
    """A way from one network to another that is not an exchange."""

    name: str = said("As people read it")
    kind: Literal["aggregator", "native_bridge"] = said("aggregator: may also change the asset. native_bridge: belongs to one network")
    networks: Literal["bridge_support"] | None = said("Joins every two networks that have this mark", default=None)
    legs: tuple[Leg, ...] = said("The directions it serves, when they are few", default=())
    hub: str | None = said("Serves this network and others that are not known: to be looked up on its page", default=None)
    link: str | None = said("An id of links.yml", default=None)
    status: Literal["live", "deprecated", "retired"] = said("Only live ones are ever advised")
    retired: dt.date | str | None = said("The day or the month it ended", pattern=MONTH, default=None)


@dataclass(frozen=True, kw_only=True)
class Notice(Record):
    """A dated thing or a figure that copy quotes."""

    what: str = said("For us, never shown")
    ended: dt.date | str | None = said("UTC; a month when the day is not known", pattern=MONTH, default=None)
    since: dt.date | None = said("UTC", default=None)
    block: int | None = said("Number of a block", default=None)
    successor: str | None = said("The network that took its place", default=None)
    days: int | float | None = said("Days", default=None)
    hours: int | float | None = said("Hours", default=None)
    support_after_hours: int | None = said("Hours", default=None)
    block_time_s: float | None = said("Seconds", default=None)
    fee_percent: float | None = said("Never shown as a quote", default=None)
    max_usd: int | None = said("US dollars", default=None)


@dataclass(frozen=True, kw_only=True)
class LinkRecord(Record):
    """A page, tool, explorer or endpoint that copy may name, or a source."""

    url: str = said("https, and a host of hosts.yml unless it is a source", pattern=r"https://\S+")
    title: Mapping[str, str] = said("In every live language")
    language: str = said("Of the page behind the link")
    kind: Literal["page", "tool", "explorer", "rpc", "source"] = said("source: not for people")
    original: bool = said("The customer's article's own link, since moved", default=False)
    replaces: tuple[str, ...] = said("The original links that this one is today's page of", default=())


@dataclass(frozen=True, kw_only=True)
class Brand(Record):
    """A name that people trust, with the hosts that are really its own."""

    name: str = said("As people read it")
    hosts: tuple[str, ...] = said("Its own, the first one to be named: a host with all below it, or a host and the beginning of a path")
    words: tuple[str, ...] = said("What an imitation has in its own name; none: only the hosts themselves are imitated", default=())
    everyday: bool = said("The words are everyday ones too: they count only beside a lure", default=False)


@dataclass(frozen=True, kw_only=True)
class Scam(Record):
    """A pattern of fraud, as it was seen."""

    what: str = said("For us, never shown")
    answer: ScamAnswer | None = said("The key of the copy that answers it", default=None)
    phrases: Mapping[str, tuple[str, ...]] = said("What people write of it, by language; enough by themselves", default=MappingProxyType({}))
    hints: Mapping[str, tuple[str, ...]] = said("Tell the pattern when the message is about safety anyway", default=MappingProxyType({}))
    hosts: tuple[str, ...] = said("Where anybody can put a page: there a trusted name in the path is an imitation", default=())
    lures: tuple[str, ...] = said("Words that imitations put beside a name", default=())
    innocent: tuple[str, ...] = said("Words that look like a trusted name and are none", default=())


SHAPES: Mapping[str, type[Record]] = {
    "networks": Network,
    "addresses": AddressType,
    "venues": Venue,
    "assets": Asset,
    "routes": Route,
    "notices": Notice,
    "links": LinkRecord,
    "brands": Brand,
    "scams": Scam,
}
"""By the stem of the file in facts/."""
