"""What the classifier says of a message and what was said before in, the need it has in this conversation out.

A question of ours changes what the next words mean: after "where are your coins now?" the answer "they are on binance.us" is not
a question about binance.us.
"""

from __future__ import annotations

from waypost.chain.explorers import network_of
from waypost.moves.direction import MOVES
from waypost.nlu.names.gazetteer import Name
from waypost.nlu.reading import Reading

OPEN_QUESTIONS = frozenset({"clarify.move", "clarify.where_to", "clarify.where_from"})
BREAKS_OFF = frozenset(
    {"handoff", "safety", "secret", "switch_language", "foreign_language", "withdraw", "deposit", "bridge_to_bsc", "bridge_from_bsc"}
)
CORRECTED = frozenset({"withdraw", "deposit", "bridge_to_bsc", "bridge_from_bsc", "asset_support"})
"""Answers after which a yes or no that names something is a detail: "no, to Polygon"."""
PARTS_OF_A_MOVE = frozenset({"asset", "venue", "network"})
REFERENCES = frozenset({"hash", "address", "link"})
ASKS_FOR_AN_ADDRESS = frozenset(
    {"transaction.ask", "transaction.receiver", "transaction.receivers", "transaction.other_receiver", "transaction.empty"}
)
"""Answers after which an address is the person's own, for the transaction that was talked about."""
SAYS_NOTHING = frozenset(
    {"affirm", "deny", "greet", "thanks", "goodbye", "choose", "refine", "reverse", "move", "open", "out_of_scope", "switch_language"}
)
"""Needs that a message with a transaction in it cannot have alone: "here", "yes, this one", "and now?"."""
NOT_ARRIVED_AFTER = {
    "withdraw": "missing_tokens",
    "deposit": "deposit_missing",
    "bridge_to_bsc": "bridge_missing",
    "bridge_from_bsc": "bridge_missing",
}
"""What has gone wrong when the assets of a move that was just talked about have not arrived."""
BEFORE_SENDING = frozenset(MOVES)
"""Needs of somebody who has not sent anything yet: who has a transaction, has."""
SURE = 0.6
SURE_OF_ANOTHER_QUESTION = 0.93
WORDS_OF_AN_ANSWER = 14
WORDS_OF_A_BRIEF_ANSWER = 10
WORDS_OF_A_DETAIL = 6


def need_in_context(
    need: str,
    confidence: float,
    reading: Reading,
    last_key: str | None,
    last_need: str | None,
    asked: str | None = None,
    second: str | None = None,
) -> str | None:
    """Another need than the classifier's, or None when its own stands.

    asked: what the last reply asked for below its answer, a part of a move or a place; who does not care for it goes on as usual.
    second: the classifier's next guess.
    """
    if _is_about_a_transaction(need, confidence, reading, last_key):
        return "transaction"
    if _has_not_arrived(second if need == "deny" else need, confidence, reading, last_need):
        return NOT_ARRIVED_AFTER[str(last_need)]
    if need in ("affirm", "deny") and last_need in CORRECTED and any(name.kind in PARTS_OF_A_MOVE for name in reading.names):
        return "refine"
    if asked and _answers_briefly(need, confidence, reading, asked, last_need):
        return "refine"
    if last_key in OPEN_QUESTIONS and _answers_where(need, confidence, reading):
        return "refine"
    sure = SURE_OF_ANOTHER_QUESTION if need == "asset_support" else SURE  # "binance.us too?" asks for the same move there
    if last_need in MOVES and _places(reading) and len(reading.words) <= WORDS_OF_A_DETAIL and confidence < sure:
        return "refine"
    if last_need in MOVES and _only_a_coin(reading) and confidence < SURE:
        return "refine"
    if _only_names(reading) and confidence < SURE and need not in ("refine", "move"):
        return "refine" if last_need else "move"
    return None


def _is_about_a_transaction(need: str, confidence: float, reading: Reading, last_key: str | None) -> bool:
    """Nothing but a hash, an address or an explorer's link; a hash beside words that say little; an address where one was asked for."""
    referred = [name for name in reading.names if name.kind in REFERENCES and _is_of_evm(name, reading.words[name.first].text)]
    kinds, named = {name.kind for name in referred}, {name.first for name in referred}
    if not referred:
        return False
    if all(at in named or not any(letter.isalnum() for letter in word.text) for at, word in enumerate(reading.words)):
        return True
    if need in ("safety", "secret", "handoff"):
        return False
    vague = need in SAYS_NOTHING or confidence < SURE
    return (vague or need in BEFORE_SENDING) if "hash" in kinds else vague and last_key in ASKS_FOR_AN_ADDRESS


def _has_not_arrived(need: str | None, confidence: float, reading: Reading, last_need: str | None) -> bool:
    """ "Not there yet" right after a move: where the assets should be was said then, unless the message says it itself. A "no" may be one, too."""
    return (
        need in NOT_ARRIVED_AFTER.values()
        and last_need in NOT_ARRIVED_AFTER
        and confidence < SURE_OF_ANOTHER_QUESTION
        and len(reading.words) <= WORDS_OF_AN_ANSWER
        and not _places(reading)
    )


def _is_of_evm(name: Name, text: str) -> bool:
    """Not another site's link, and no address of a chain that is not looked at."""
    return name.kind == "hash" or (network_of(text) is not None if name.kind == "link" else text.lower().startswith("0x"))


def _answers_where(need: str, confidence: float, reading: Reading) -> bool:
    """Whether a message is the answer to "from where, to where": it names a place and is not surely about something else."""
    if not _places(reading) or len(reading.words) > WORDS_OF_AN_ANSWER or any(word.text == "?" for word in reading.words):
        return False
    return (
        need not in BREAKS_OFF or confidence < SURE
        if confidence < SURE_OF_ANOTHER_QUESTION
        else need in ("refine", "move", "platforms", "network_setup")
    )


def _answers_briefly(need: str, confidence: float, reading: Reading, asked: str, last_need: str | None) -> bool:
    """A few words that name what was asked for, and are not surely about something else."""
    kinds = ("asset",) if asked == "asset" else ("venue", "network")
    named = any(name.kind in kinds for name in reading.names)
    if not named or len(reading.words) > WORDS_OF_A_BRIEF_ANSWER or any(word.text == "?" for word in reading.words):
        return False
    if need in ("platforms", "network_setup"):
        return confidence < SURE_OF_ANOTHER_QUESTION
    return confidence < SURE or need in ("refine", "move") or (asked == "place" and need == last_need)


def _places(reading: Reading) -> list[Name]:
    return [name for name in reading.names if name.kind in ("venue", "network")]


def _only_a_coin(reading: Reading) -> bool:
    """A few words that name a coin and ask nothing: "sorry, I meant USDC"."""
    named = any(name.kind == "asset" for name in reading.names)
    return named and len(reading.words) <= WORDS_OF_A_DETAIL and not any(word.text == "?" for word in reading.words)


def _only_names(reading: Reading) -> bool:
    """Whether nothing was typed but names of assets, venues and networks."""
    named = {at for name in reading.names if name.kind in ("asset", "venue", "network") for at in range(name.first, name.last + 1)}
    return bool(named) and all(at in named or not any(letter.isalnum() for letter in word.text) for at, word in enumerate(reading.words))
