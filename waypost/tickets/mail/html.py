"""A mail in HTML in, its text out: as lines, without what is hidden and what was quoted; links are written out. Nothing is fetched.

Mail programs mark the mail they quote: each in its own way, listed here.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_UNSEEN = frozenset({"style", "script", "head", "title", "template", "noscript", "object", "svg"})
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "embed", "source", "wbr"})
_BLOCKS = frozenset({"p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "pre", "section", "article", "center"})
_QUOTED_CLASSES = frozenset(
    {
        "gmail_attr",
        "gmail_signature",
        "gmail_signature_prefix",
        "yahoo_quoted",
        "yahoo-signature",
        "ydp-yahoo-quoted",
        "moz-cite-prefix",
        "moz-signature",
        "moz-forward-container",
        "protonmail_quote",
        "protonmail_signature_block",
        "tutanota_quote",
        "mail_android_quote",
        "ms-outlook-mobile-signature",
        "zmail_extra",
        "mail-quote-collapse",
        "outlookmessageheader",
        "apple-mail-signature",
    }
)
"""Gmail, Yahoo, Thunderbird, Proton, Tuta, Samsung, Outlook for phones, Zoho, Mail.ru, Apple Mail."""
_QUOTED_IDS = frozenset(
    {"signature", "ms-outlook-mobile-signature", "applemailsignature", "ydp-signature", "isforwardcontent", "ymail_android_signature"}
)
_REST_IDS = frozenset({"appendonsend", "divrplyfwdmsg", "mail-editor-reference-message-container", "stopspelling", "reply-intro"})
"""Outlook puts these where the quoted mail begins: all behind them is quoted."""
_OUTLOOK_RULE = re.compile(r"border-top:\s*solid\s+#(?:e1e1e1|b5c4df)", re.IGNORECASE)
_HIDDEN = re.compile(r"display:\s*none|font-size:\s*0(?:px|pt)?\s*(?:;|$)|visibility:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\f\v\n\u00a0\u200b\u200c\ufeff]+")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.over = False
        self._muted = ("", 0)
        """The tag that began a part which is not read, and how often it is open."""
        self._pre = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        muted, depth = self._muted
        if depth:
            self._muted = (muted, depth + (tag == muted))
            return
        if values.get("id", "").casefold() in _REST_IDS or _OUTLOOK_RULE.search(values.get("style", "")):
            self.over = True
        if tag not in _VOID and _is_foreign(tag, values):
            self._muted = (tag, 1)
            self.parts.append("\n")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS or tag == "li":
            self.parts.append("\n- " if tag == "li" else "\n\n" if tag == "p" else "\n")
            self._pre += tag == "pre"
        elif tag == "a":
            self._link = values.get("href", "")

    def handle_endtag(self, tag: str) -> None:
        muted, depth = self._muted
        if depth:
            self._muted = (muted, depth - (tag == muted))
            return
        if tag == "a" and self._link.startswith("http") and self._link not in "".join(self.parts[-3:]):
            self.parts.append(f" <{self._link}>")
        self._link = "" if tag == "a" else self._link
        self._pre -= tag == "pre" and self._pre > 0
        if tag in _BLOCKS:
            self.parts.append("\n\n" if tag == "p" else "\n")

    def handle_data(self, data: str) -> None:
        if not self.over and not self._muted[1]:
            self.parts.append(data if self._pre else _SPACES.sub(" ", data))


def text_of(html: str) -> str:
    """The text that a person sees of a mail and wrote themselves, as far as its HTML tells."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = [line.strip() for line in "".join(parser.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_foreign(tag: str, values: dict[str, str]) -> bool:
    """Whether an element holds what its writer did not write, or what nobody sees."""
    classes = frozenset(values.get("class", "").casefold().split())
    return (
        tag in _UNSEEN
        or tag == "blockquote"
        or bool(classes & _QUOTED_CLASSES)
        or values.get("id", "").casefold() in _QUOTED_IDS
        or bool(_HIDDEN.search(values.get("style", "")))
        or "hidden" in values
    )
