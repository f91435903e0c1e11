"""Plain text in, HTML of our own out: whatever stands in the text, it becomes no markup."""

from __future__ import annotations

import html
import re

_ADDRESS = re.compile(r"https://(?:(?!&gt;|&lt;|&quot;)[^\s<>()])+")


def as_html(text: str) -> str:
    """Plain text as HTML of its own: escaped, a paragraph for each block, addresses as links."""
    blocks = [block.replace("\n", "<br>") for block in html.escape(text, quote=True).split("\n\n") if block.strip()]
    return "".join(f"<p>{_ADDRESS.sub(_linked, block)}</p>" for block in blocks)


def _linked(match: re.Match[str]) -> str:
    return f'<a href="{match.group()}">{match.group()}</a>'
