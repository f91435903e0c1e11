"""GET /: a plain page to talk to the bot from a browser; its labels come from locales/<lang>/widget.yml."""

from __future__ import annotations

import json
from pathlib import Path

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.content.catalog import LOCALES
from waypost.content.files import read_mapping
from waypost.content.languages import languages, live_languages

FOLDER = Path(__file__).parent / "page_files"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    "Cache-Control": "no-cache",
}
"""What a page with a script of its own needs; waypost/channels/manners.py adds the headers of every answer."""
TYPES = {"chat.html": "text/html; charset=utf-8", "chat.js": "text/javascript; charset=utf-8", "chat.css": "text/css; charset=utf-8"}


def page_routes() -> Blueprint:
    """The page, its script and style, and its labels in every live language."""
    routes = Blueprint("waypost_page")

    async def file(name: str) -> HTTPResponse:
        return response.text((FOLDER / name).read_text(encoding="utf-8"), content_type=TYPES[name], headers=HEADERS)

    @routes.get("/")
    async def page(request: Request) -> HTTPResponse:
        return await file("chat.html")

    @routes.get("/page/<name:str>")
    async def part(request: Request, name: str) -> HTTPResponse:
        return await file(name) if name in TYPES else response.json({"error": "not_found"}, status=404)

    @routes.get("/page/labels.json")
    async def labels(request: Request) -> HTTPResponse:
        found = {code: {"name": languages()[code].name, "direction": languages()[code].direction, **_labels(code)} for code in live_languages()}
        return response.text(json.dumps(found, ensure_ascii=False), content_type="application/json", headers=HEADERS)

    return routes


def _labels(code: str) -> dict[str, str]:
    return {key: str(value) for key, value in read_mapping(LOCALES / code / "widget.yml").items()}
