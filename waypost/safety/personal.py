"""Text in, the same text without e-mail addresses and phone numbers out: for logs and transcripts. A ticket needs them."""

from __future__ import annotations

import re

from waypost.safety.redact import redact
from waypost.safety.spans import inside, links

EMAIL_MARK, PHONE_MARK = "[e-mail]", "[phone]"
PHONE_SIZES = range(8, 16)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}\b")
_AMOUNT = re.compile(r"\d+[.]\d+")
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\s?\(?\d{1,4}\)?(?:[ \u00a0().-]{0,2}\d){5,13}(?!\w|[.,]\d)")


def mask(text: str) -> str:
    """Secrets, e-mail addresses and phone numbers become marks; other text stays."""
    clean = redact(text).text
    clean = _EMAIL.sub(EMAIL_MARK, clean) if "@" in clean else clean
    addresses = links(clean)
    return _PHONE.sub(lambda match: PHONE_MARK if _is_phone(match.group()) and not inside(match.start(), addresses) else match.group(), clean)


def _is_phone(number: str) -> bool:
    """International, or with a zero, the 8 of Russia or brackets in front; other long numbers are amounts and orders."""
    if _AMOUNT.fullmatch(number):
        return False
    digits = re.sub(r"\D", "", number)
    return len(digits) in PHONE_SIZES and (number.lstrip()[0] in "+(0" or (digits[0] in "78" and len(digits) == 11))
