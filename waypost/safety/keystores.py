"""Text in, the places of wallet files out: keystore JSON of version 3, and MetaMask's vault, also pasted partly."""

from __future__ import annotations

import re
from typing import Iterator

_FIELD = re.compile(
    r"""["'\\]{0,4}\b(?P<name>crypto|ciphertext|cipherparams|cipher|kdfparams|kdf|mac|salt|iv|dklen|prf|data|keyMetadata)\b["'\\]{0,4}\s{0,9}[:=]\s{0,9}"""
    r"""(?:["'\\]{0,4}(?P<value>[0-9A-Za-z+/=-]{1,16})[0-9A-Za-z+/=-]*["'\\]{0,4}|(?P<open>\{))""",
    re.IGNORECASE,
)
_SECRET = frozenset({"ciphertext", "mac", "salt", "iv", "data"})
_SECRET_SIZE = 12
FAR = 400
"""Characters between two fields of one file."""
_BEFORE = re.compile(r"""\{[\s\w"'\\:,.\-]{0,300}\Z""")
_AFTER = re.compile(r"""[\s\w"'\\:,.\-]{0,300}?\}[\s}]{0,40}""")


def may_be_keystore(text: str) -> bool:
    lower = text.lower()
    return "cipher" in lower or "mac" in lower or "salt" in lower


def keystores(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each file, or of what was pasted of it."""
    group: list[re.Match[str]] = []
    for field in _FIELD.finditer(text):
        if group and field.start() - group[-1].end() > FAR:
            yield from _whole(text, group)
            group = []
        group.append(field)
    yield from _whole(text, group)


def _whole(text: str, fields: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    secret = [field for field in fields if field["name"].lower() in _SECRET and len(field["value"] or "") >= _SECRET_SIZE]
    sure = any(field["name"].lower() in ("ciphertext", "mac") for field in secret)
    if not secret or not (sure or len(fields) > 1):
        return
    before = _BEFORE.search(text, max(0, fields[0].start() - 301), fields[0].start())
    after = _AFTER.match(text, fields[-1].end())
    yield before.start() if before else fields[0].start(), after.end() if after else fields[-1].end()
