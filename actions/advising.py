"""A need of a move and what is known of it in: the adviser's reply when it knows enough, else the article's answer with one question below."""

from __future__ import annotations

from typing import Sequence

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import answer
from actions.say import Events, say_composed
from actions.turn import Place, Turn
from waypost.content import live
from waypost.content.answers import fill
from waypost.content.catalog import Button, link_ids
from waypost.content.facts import facts
from waypost.content.languages import languages
from waypost.moves import lore
from waypost.moves.advice import Advice, advise
from waypost.moves.layout import Pages, Words, laid_out
from waypost.moves.lore import kin, usable
from waypost.moves.plan import Alternative
from waypost.moves.said import FORMS, Said, said

MOST_CHOICES = 4
DEMANDED_PAGES = ("binance_withdraw", "bnb_bridge")
"""Pages that the answers must name besides those that are marked as original in the facts: of the exchange, and of official bridges."""
COINS = ("BNB", "USDT", "USDC", "ETH")
EXCHANGES = ("binance", "binance_us")
HOMES = ("binance", "metamask")
"""What most people mean; everything else is typed."""

__all__ = ["FORMS", "advised"]


def advised(dispatcher: CollectingDispatcher, turn: Turn, need: str) -> Events:
    """Answers one of FORMS and remembers the move. turn: with all that is known of it, from this message and from before."""
    known = said(need, turn.asset, _place(turn.source), _place(turn.target), [place for place in map(_place, turn.loose) if place])
    advice = advise(known.asset, known.source, known.target)
    if advice.missing:
        return _article(dispatcher, turn, need, known, advice)
    if _told_before(turn, need, known):
        events = answer(dispatcher, turn, need)
    else:
        events = _advice(dispatcher, turn, need, advice)
    return events + _remembered(need, known, None)


def _advice(dispatcher: CollectingDispatcher, turn: Turn, need: str, advice: Advice) -> Events:
    own = link_ids(live.catalog().entry(turn.locale, need))
    pages = Pages(own, frozenset(link_id for link_id in own if facts().link(link_id).original or link_id in DEMANDED_PAGES))
    words = Words(
        say=lambda line: live.phrases().say(turn.locale, line),
        part=lambda name: live.phrases().part(turn.locale, name),
        links={link.id: link.title[turn.locale] for link in facts().links.values()},
    )
    text = laid_out(advice, pages, words, bridging=need.startswith("bridge_"), checking=_asks_whether_right(turn))
    buttons = [*_choices(advice.alternatives), *_needs(turn, advice.alternatives), *_written(turn, need)]
    return say_composed(dispatcher, turn, need, text, list(dict.fromkeys(buttons))) + [SlotSet("need", need)]


def _article(dispatcher: CollectingDispatcher, turn: Turn, need: str, known: Said, advice: Advice) -> Events:
    """The article's answer at once; below it the one question that would make it exact, when something is known already."""
    buttons = _question_buttons(need, known, advice) if known.worth_a_question else []
    if not buttons:
        return answer(dispatcher, turn, need) + _remembered(need, known, None)
    question = live.phrases().part(turn.locale, "ask", question=live.phrases().say(turn.locale, advice.reason))
    said_so = answer(dispatcher, turn, need, below=question, buttons=[*buttons, *_written(turn, need)])
    return said_so + _remembered(need, known, advice.missing[0])


def _question_buttons(need: str, known: Said, advice: Advice) -> list[Button]:
    """The likeliest answers to what is missing; none when it is nothing that a button can say."""
    match advice.missing[0]:
        case "asset":
            return [Button(coin, fill("asset", coin)) for coin in COINS]
        case "source":
            return [_venue("from", venue) for venue in (EXCHANGES if need == "withdraw" else HOMES)]
        case "target":
            return [_venue("to", venue) for venue in EXCHANGES] if need == "deposit" else _networks_for(known)
    verb = "from" if advice.missing[0] == "source_network" else "to"
    other = known.target if verb == "from" else known.source
    beside = other is not None and other.sort == "exchange"
    names = [(each.source or each.target or lore.Place()).network or "" for each in advice.alternatives]
    return [_network("on" if beside else verb, name) for name in names if beside or name != (other and other.network)][:MOST_CHOICES]


def _networks_for(known: Said) -> list[Button]:
    """Networks that the asset can be used on, apart from where it is."""
    here = known.source.network if known.source else None
    names = [name for name, found in facts().networks.items() if found.evm and usable(name) and name != here and (kin(known.asset or "BNB", name))]
    bridged = [name for name, found in facts().networks.items() if found.bridge_support and found.evm and name != here]
    return [_network("to", name) for name in (names or bridged)[:MOST_CHOICES]]


def _choices(alternatives: Sequence[Alternative]) -> list[Button]:
    """Alternatives that put another network in for the one that was said."""
    sides = [(each.source or each.target, "from" if each.source else "to") for each in alternatives]
    return [_network("on" if place.venue else verb, place.network) for place, verb in sides if place and place.network][:MOST_CHOICES]


def _needs(turn: Turn, alternatives: Sequence[Alternative]) -> list[Button]:
    return [live.catalog().button(turn.locale, each.need) for each in alternatives if each.need in live.catalog().keys(turn.locale)]


def _written(turn: Turn, need: str) -> list[Button]:
    return [live.catalog().button(turn.locale, other, title) for title, other in live.catalog().entry(turn.locale, need).buttons]


def _network(verb: str, network_id: str) -> Button:
    return Button(facts().networks[network_id].short, fill(verb, network_id))


def _venue(verb: str, venue: str) -> Button:
    return Button(facts().venues[venue].name, fill(verb, venue))


def _asks_whether_right(turn: Turn) -> bool:
    """Somebody who has chosen already and wants to know whether it is right."""
    lower = turn.text.lower()
    return any(word in lower for word in languages()[turn.locale].checks)


def _told_before(turn: Turn, need: str, known: Said) -> bool:
    """The same was answered just before: the shorter text says it in other words."""
    before = [turn.slots.get(name) for name in ("asset", "source", "target")]
    return turn.last_key == need and not turn.slots.get("asked") and before == [known.asset, _kept(known.source), _kept(known.target)]


def _remembered(need: str, known: Said, asked: str | None) -> Events:
    """What the next turns need to go on with this move. asked: what was missing and has been asked for."""
    return [
        SlotSet("asset", known.asset),
        SlotSet("source", _kept(known.source)),
        SlotSet("target", _kept(known.target)),
        SlotSet("move", need),
        SlotSet("asked", asked),
    ]


def _place(place: Place | None) -> lore.Place | None:
    if place is None:
        return None
    return lore.Place(place.id, place.network) if place.kind == "venue" else lore.Place(network=place.id)


def _kept(place: lore.Place | None) -> str | None:
    """As a slot holds it."""
    if place is None or place == lore.Place():
        return None
    return str(Place("venue", place.venue, place.network) if place.venue else Place("network", place.network or ""))
