"""A transaction or an address in a turn in, what the chain says of it out: one cause, one next step, the page of that very transaction."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Mapping, Sequence

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.say import Events, network_offer, say
from actions.turn import Turn
from waypost.chain.diagnosis import Diagnosis, Said, diagnosed, of_address, with_answer
from waypost.chain.explorers import page
from waypost.chain.findings import Account, Token
from waypost.chain.live import chain
from waypost.chain.lookup import Chain
from waypost.chain.references import References, references
from waypost.chain.wording import Note, address_page, holdings, links_of, listed, network_name, short, token_name, values_of
from waypost.content.answers import STEPS, TREES, VALUES, ask
from waypost.content.catalog import Button
from waypost.content.facts import Link, facts
from waypost.content.live import catalog
from waypost.content.wallet import WalletRequest, watch_token

LOOKED_UP_FOR = frozenset({"transaction", "missing_tokens", "pending", "gas", "wrong_network", "deposit_missing"})
"""Needs in which a transaction that is named answers more than the usual text."""
WITH_AN_ADDRESS = frozenset({"transaction", "missing_tokens"})
"""Those in which an address alone does."""
USUAL_TOKENS = ("USDT", "USDC")
BY_DEFAULT = "bsc"
IN_EVERY_WALLET = "ethereum"
"""The network that MetaMask always has, and does not let anybody add."""


async def looked_up(dispatcher: CollectingDispatcher, turn: Turn) -> Events | None:
    """Answers a turn from the chain; None when it names nothing to look up, or when another answer says more without the chain."""
    step = _step(turn)
    seen = _named(turn, step)
    if turn.need not in (LOOKED_UP_FOR if seen.hashes else WITH_AN_ADDRESS) or not seen:
        return None
    looking = chain()
    if looking is not None and looking.admits(turn.sender):
        events = await (_transactions if seen.hashes else _address)(dispatcher, turn, looking, seen)
        if events is not None:
            return events
    return _by_yourself(dispatcher, turn, seen) if turn.need == "transaction" and step is None else None


def asked_for(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    """The need without a transaction: asks for one when there is somebody to look it up, else tells how to read its page."""
    key = "transaction" if chain() is None else "transaction.ask"
    return say(dispatcher, turn, key, again=turn.last_key == key) + _remembered()


def pressed_step(turn: Turn) -> str | None:
    """What a button below a look-up says without it: the step that was pressed, unless that needs the transaction."""
    step = _step(turn)
    return step if step and not VALUES.get(step) else None


def _step(turn: Turn) -> str | None:
    """The step whose button was pressed below a look-up."""
    return next((step for step in STEPS if turn.text.strip() == ask(step)), None)


def _named(turn: Turn, step: str | None) -> References:
    """What this message names; a pressed step and a bare address are about the transaction that was named before."""
    now = references(turn.text)
    if not (now.hashes or now.addresses or step):
        return now
    earlier = References() if now.hashes else next((found for found in map(references, turn.before) if found.hashes), References())
    return replace(
        now,
        hashes=now.hashes or earlier.hashes,
        addresses=now.addresses or _addresses(turn),
        networks=now.networks or earlier.networks,
    )


def _addresses(turn: Turn) -> tuple[str, ...]:
    """The address that the person gave before, as theirs."""
    return next((found.addresses for found in map(references, turn.before) if found.addresses), ())


async def _transactions(dispatcher: CollectingDispatcher, turn: Turn, looking: Chain, seen: References) -> Events | None:
    said = with_answer(_said(turn, seen), _step(turn))
    found = await asyncio.gather(*(looking.transaction(tx_hash, said.own) for tx_hash in seen.hashes))
    causes = [diagnosed(findings, said) for findings in found]
    known = [cause for cause in causes if cause]
    if not known:
        return None
    urgent = next((cause for cause in known if not cause.cause.startswith("arrived")), known[0])
    below = "\n".join(_line(turn, tx_hash, cause) for tx_hash, cause in zip(seen.hashes, causes, strict=True) if cause) if len(known) > 1 else ""
    return _say_cause(dispatcher, turn, urgent, below)


def _line(turn: Turn, tx_hash: str, cause: Diagnosis) -> str:
    return f"- {short(tx_hash)}: {catalog().label(turn.locale, f'transaction.{cause.cause}')}"


def _say_cause(dispatcher: CollectingDispatcher, turn: Turn, cause: Diagnosis, below: str) -> Events:
    if _step(turn) == "transaction.import_anyway" and cause.cause == "arrived_unlisted":
        cause = Diagnosis("import_anyway", cause.finding, cause.transfer)
    values = values_of(cause, turn.locale, _note(turn))
    return _say(dispatcher, turn, f"transaction.{cause.cause}", values, links_of(cause), _offers(turn, cause), below)


async def _address(dispatcher: CollectingDispatcher, turn: Turn, looking: Chain, seen: References) -> Events | None:
    assets = dict.fromkeys(filter(None, (turn.asset, turn.slots.get("asset"), *USUAL_TOKENS)))
    accounts = await looking.account((seen.addresses or seen.contracts)[0], tuple(assets))
    cause = of_address(accounts)
    if cause is None or (turn.need != "transaction" and cause.cause != "balances"):
        return None
    values = _values_of_address(turn, cause, accounts)
    return _say(dispatcher, turn, f"transaction.{cause.cause}", values, address_page(accounts))


def _values_of_address(turn: Turn, cause: Diagnosis, accounts: Sequence[Account]) -> dict[str, str]:
    if cause.cause == "contract":
        token = next(account.token for account in accounts if account.token)
        return {"network": network_name(token.network), "token": token_name(token, _note(turn))}
    address = {"address": short(accounts[0].address)}
    if cause.cause == "empty":
        return {**address, "networks": listed(cause.networks)}
    return {**address, "holdings": holdings(accounts, turn.locale, _note(turn))}


def _by_yourself(dispatcher: CollectingDispatcher, turn: Turn, seen: References) -> Events:
    """The chain could not be asked: the page to open, and the questions that lead on from what it says."""
    network = next((name for name in (*seen.networks, *_networks(turn)) if facts().networks[name].explorer), BY_DEFAULT)
    opened = page(network, "tx", seen.hashes[0]) if seen.hashes else page(network, "address", (seen.addresses or seen.contracts)[0])
    question = catalog().entry(turn.locale, TREES["missing_tokens"])
    written = [*question.buttons, *catalog().entry(turn.locale, "transaction.self").buttons]
    buttons = [catalog().button(turn.locale, key, title) for title, key in written]
    return _say(dispatcher, turn, "transaction.self", {}, {"tx": opened}, below=question.text, buttons=list(dict.fromkeys(buttons)))


def _said(turn: Turn, seen: References) -> Said:
    venues = {facts().venues[place.id].kind for place in (turn.source, *turn.loose) if place and place.kind == "venue"}
    return Said(turn.need, seen.addresses, seen.networks, _networks(turn), from_exchange="exchange" in venues)


def _networks(turn: Turn) -> tuple[str, ...]:
    named = [place.network if place.kind == "venue" else place.id for place in turn.places]
    return tuple(dict.fromkeys(network for network in named if network and facts().networks[network].evm))


def _offers(turn: Turn, cause: Diagnosis) -> list[WalletRequest]:
    """What MetaMask may be asked for the person: to add the network, and to show the token. Both only when something is theirs there."""
    if not cause.finding or not cause.transfer or not cause.cause.startswith(("arrived", "elsewhere", "import")):
        return []
    network, token = cause.finding.network, cause.transfer.token
    offers = [] if network == IN_EVERY_WALLET else [network_offer(turn, network)]
    shown = token.asset or cause.cause == "import_anyway"
    return [*offers, _watch(turn, token)] if shown and token.contract and token.symbol and token.decimals is not None else offers


def _watch(turn: Turn, token: Token) -> WalletRequest:
    title = catalog().note(turn.locale, "watch_token", token=token_name(token, _note(turn)))
    return watch_token(token.contract or "", token.symbol or "", token.decimals or 0, title)


def _note(turn: Turn) -> Note:
    return partial(catalog().note, turn.locale)


def _say(
    dispatcher: CollectingDispatcher,
    turn: Turn,
    key: str,
    values: Mapping[str, str],
    links: Mapping[str, Link],
    wallet: Sequence[WalletRequest] = (),
    below: str = "",
    buttons: Sequence[Button] | None = None,
) -> Events:
    said = say(dispatcher, turn, key, values=values, links=links, wallet=wallet, below=below, buttons=buttons)
    return said + _remembered()


def _remembered() -> Events:
    return [SlotSet("need", "transaction")]
