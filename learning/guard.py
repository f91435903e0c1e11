"""A message in, whether it may become a training message out: what is private, held out or known already never does."""

from __future__ import annotations

import re
from enum import Enum
from typing import Iterable

from evals.messages import Labelled
from evals.overlap import Index, words_in
from learning.wording import plain
from waypost.chain.references import references
from waypost.safety.personal import EMAIL_MARK, PHONE_MARK, mask
from waypost.safety.redact import MARK, redact

_ACCOUNT = re.compile(r"(?<![\w.])@\w{3,}|(?<!\d)\d(?:[ -]?\d){7,}(?!\d)")
_ADDRESS = re.compile(r"(?i)\b0x[0-9a-f]{4,}|\b(?=[a-z]*\d)[a-z0-9]{25,}\b")
"""Also pieces of one, and those of other kinds of chains."""
_LINK = re.compile(r"(?i)\b(?:https?|hxxps?)://|\bwww\.|\b(?:[a-z0-9-]+\.)+[a-z]{2,}/\S")
_RASA_MARKUP = re.compile(r"\[[^\]]*\]\s*[({\[]")
"""What Rasa reads as the mark of an entity."""


class Refusal(Enum):
    """Why a message is not learnt from; the value says it to a maintainer."""

    SECRET = "holds a secret, or the mark of one"  # noqa: S105
    MAIL = "holds an e-mail address"
    PHONE = "holds a phone number"
    ADDRESS = "holds an address or a transaction"
    LINK = "holds a link"
    ACCOUNT = "holds a name or number of an account"
    MARKUP = "holds square brackets that Rasa reads as an entity"
    EMPTY = "holds no word"
    HELD_OUT = "nearly equals a message of evals/, which nobody may train on"
    KNOWN = "stands in data/nlu already"


class Guard:
    """held_out: messages that nobody may train on. training: those that are trained on, as they are now."""

    def __init__(self, held_out: Iterable[Labelled], training: Iterable[Labelled]) -> None:
        self._held_out = Index(list(held_out))
        self._training = list(training)
        self._known = {(message.language, plain(message.text)) for message in self._training}
        self._alike = Index(self._training)

    def refusal(self, text: str, language: str) -> Refusal | None:
        """text: one line, as it would be learnt."""
        private = _private(text)
        if private:
            return private
        if not any(letter.isalpha() for letter in text):
            return Refusal.EMPTY
        if self._held_out.most_alike(words_in(text)):
            return Refusal.HELD_OUT
        return Refusal.KNOWN if (language, plain(text)) in self._known else None

    def nearest(self, text: str) -> Labelled | None:
        """The training message that says nearly the same."""
        found = self._alike.most_alike(words_in(text))
        return self._training[found[0]] if found else None

    def learn(self, text: str, language: str) -> None:
        """It is trained on from now on."""
        self._known.add((language, plain(text)))

    def unlearn(self, text: str, language: str) -> None:
        self._known.discard((language, plain(text)))


def _private(text: str) -> Refusal | None:
    if MARK in text or redact(text).kinds:
        return Refusal.SECRET
    masked = mask(text)
    found = {
        Refusal.MAIL: EMAIL_MARK in masked,
        Refusal.PHONE: PHONE_MARK in masked,
        Refusal.ADDRESS: bool(references(text)) or bool(_ADDRESS.search(text)),
        Refusal.LINK: bool(_LINK.search(text)),
        Refusal.ACCOUNT: bool(_ACCOUNT.search(text)),
        Refusal.MARKUP: bool(_RASA_MARKUP.search(text)),
    }
    return next((refusal for refusal, is_so in found.items() if is_so), None)
