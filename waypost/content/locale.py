"""Everything that speaks for a language in, the language of the reply out.

Order: an explicit wish > the message's language when the detector is sure > the conversation so far > the page's hint > English.
"""

from __future__ import annotations

from waypost.content.languages import DEFAULT_LOCALE, live_or_none


def reply_locale(*, wish: object = None, message: object = None, conversation: object = None, hint: object = None) -> str:
    """A live language code; values that are not live languages count as not given."""
    for candidate in (wish, message, conversation, hint):
        if code := live_or_none(candidate):
            return code
    return DEFAULT_LOCALE
