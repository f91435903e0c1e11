"""GET /: a help centre's page with the widget on it, in every live language; its copy stands in locales/<lang>/demo.yml."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template
from typing import Mapping

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.widget_files import DIST
from waypost.content.catalog import LOCALES
from waypost.content.files import read_mapping
from waypost.content.languages import languages, live_languages, live_or_none

FOLDER = Path(__file__).parent / "page_files"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types dompurify lit-html",
    "Cache-Control": "no-cache",
    "Vary": "Accept-Language",
}
"""What a page with the widget on it needs; waypost/channels/manners.py adds the headers of every answer."""
TYPES = {"help.css": "text/css; charset=utf-8", "mark.svg": "image/svg+xml"}
TOPICS = {"move": 3, "missing": 3, "know": 3}
"""How many sample questions each topic of the copy has."""
POINTS = 3
MAIN_SCRIPT = "waypost-chat.js"
_WANTED = re.compile(r"\s*([A-Za-z0-9-]{1,35})\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*")


def page_routes() -> Blueprint:
    """The page and its parts."""
    routes = Blueprint("waypost_page")

    @routes.get("/")
    async def page(request: Request) -> HTTPResponse:
        code = live_or_none(request.args.get("lang")) or preferred(request.headers.get("accept-language", "")) or live_languages()[0]
        return response.html(page_in(code, is_built=(DIST / MAIN_SCRIPT).is_file()), headers=HEADERS)

    @routes.get("/page/<name:str>")
    async def part(request: Request, name: str) -> HTTPResponse:
        if name not in TYPES:
            return response.json({"error": "not_found"}, status=404)
        return response.raw((FOLDER / name).read_bytes(), content_type=TYPES[name], headers={"Cache-Control": "no-cache"})

    return routes


def preferred(accepted: str) -> str | None:
    """The live language that an Accept-Language header wants most, or None."""
    wanted = [match for match in map(_WANTED.fullmatch, accepted[:500].split(",")) if match]
    codes = (live_or_none(match[1]) for match in sorted(wanted, key=lambda match: -float(match[2] or 1)) if match[2] != "0")
    return next((code for code in codes if code), None)


def page_in(code: str, *, is_built: bool) -> str:
    """HTML of the page in a live language. is_built: whether there is a widget to show on it."""
    said = {key: escape(str(text)) for file in ("widget", "demo") for key, text in read_mapping(LOCALES / code / f"{file}.yml").items()}
    parts = {
        "code": code,
        "direction": languages()[code].direction,
        "languages": "".join(_link(other, code) for other in live_languages()),
        "topics": "".join(_topic(topic, count, said) for topic, count in TOPICS.items()),
        "points": "".join(f"<div><h3>{said[f'point_{number}']}</h3><p>{said[f'point_{number}_text']}</p></div>" for number in range(1, POINTS + 1)),
        "notice": "" if is_built else f'<p class="notice">{said["not_built"]}</p>',
        "scripts": "".join(f'<script type="module" src="/widget/dist/{name}"></script>' for name in (MAIN_SCRIPT, "demo.js") if is_built),
        "chat": f'<waypost-chat locale="{code}"></waypost-chat>' if is_built else "",
    }
    return Template((FOLDER / "help.html").read_text(encoding="utf-8")).substitute(said | parts)


def _link(other: str, code: str) -> str:
    current = ' aria-current="page"' if other == code else ""
    return f'<li><a href="/?lang={other}" lang="{other}" hreflang="{other}"{current}>{escape(languages()[other].name)}</a></li>'


def _topic(topic: str, count: int, said: Mapping[str, str]) -> str:
    questions = (said[f"{topic}_{number}"] for number in range(1, count + 1))
    rows = "".join(f'<li><button type="button" data-ask="{question}" disabled>{question}</button></li>' for question in questions)
    return f'<div class="topic"><h3>{said[f"topic_{topic}"]}</h3><ul>{rows}</ul></div>'
