"""Markdown of the copy in, HTML or faults out: CommonMark without HTML, of which the copy uses paragraphs, lists, bold, italics, code and links."""

from __future__ import annotations

import re
from typing import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from waypost.content.catalog import LINK

USED = frozenset(
    {
        *("paragraph", "bullet_list", "ordered_list", "list_item", "strong", "em", "link", "blockquote"),
        *("inline", "text", "code_inline", "softbreak", "hardbreak"),
    }
)
"""What every place shows where people read answers: the chat, mails and the terminal."""
_LEFT_OVER = re.compile(r"\*\*|__|\]\(|`|^\s*\*|\[[^\]]*$")


def html(text: str) -> str:
    """As people see it. HTML inside is shown as text."""
    return str(MarkdownIt("commonmark", {"html": False, "breaks": False}).render(text))


def faults(text: str) -> Iterator[str]:
    """What people would read as signs instead of as form, and forms that not every place can show."""
    tokens = list(_flat(MarkdownIt("commonmark").parse(text)))
    odd = sorted({_kind(token) for token in tokens} - USED)
    if odd:
        yield f"its Markdown has {', '.join(odd)}: use paragraphs, lists, **bold**, *italics*, `code` and [links](link:...) only"
    left = next((found.group() for token in tokens if token.type == "text" and (found := _LEFT_OVER.search(token.content))), None)
    if left:
        yield f"its Markdown is broken at {left.strip()!r}: every ** and ` needs its partner without a blank inside, a link is [words](link:...)"
    links = [token for token in tokens if token.type == "link_open" and str(token.attrs["href"]).startswith("link:")]
    if not left and len(links) != len(LINK.findall(text)):
        yield "a link in it is not read as a link: write [words](link:...) without other brackets in the words"


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _kind(token: Token) -> str:
    return token.type.removesuffix("_open").removesuffix("_close")
