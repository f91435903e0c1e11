"""Words beside a long number that say what it is: a key, or a transaction. In every live language, anywhere in the message."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(
    r"private|priv[ée]|secret|geheim|sleutel|\bkeys?\b|\bpriv_?key|mnemonic|\bpk\b|приват|закрыт|секрет|ключ|мнемоник|сид[ -]?фраз|"
    r"kunci|rahsia|rahasia|peribadi|pribadi|persendirian|\bprivat\b|\bseed|keypair",
    re.IGNORECASE,
)
_TRANSACTION = re.compile(
    r"\btx|\btrx|hash|transac|transak|signature|handtekening|urus ?niaga|tanda ?tangan|транзак|хэш|хеш|подпис|\bтх", re.IGNORECASE
)


@dataclass(frozen=True)
class Cues:
    """key: words that say "key" stand near. transaction: words that say "transaction" do. Both: it may be a key."""

    key: bool
    transaction: bool

    @classmethod
    def of(cls, text: str, said_before: str = "") -> Cues:
        """said_before: what the same person wrote just before; it counts when the message itself says nothing."""
        key, transaction = bool(_KEY.search(text)), bool(_TRANSACTION.search(text))
        return cls(key or (not transaction and bool(_KEY.search(said_before))), transaction)
