"""What the widget loads before it talks: its configuration, its labels, the built element, and the word lists of its secret check."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from waypost.channels.door import as_json
from waypost.channels.frames import LONGEST_COMMENT, VERSION
from waypost.channels.inbox import LONGEST_TEXT
from waypost.channels.sockets import PATH
from waypost.content.files import ROOT
from waypost.content.labels import labels
from waypost.content.languages import languages, live_languages
from waypost.safety.wordlists import word_lists

DIST = ROOT / "widget" / "dist"
PUBLIC = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""No secret is in these, and pages of other origins show the widget. Whether it may talk there is decided where it talks."""
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
DAILY = {"Cache-Control": "public, max-age=86400"}
LOOK_AGAIN = {"Cache-Control": "no-cache"}
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json", ".map": "application/json"}
TYPES |= {".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8"}
PARTS = "parts/"
"""The folder of the built files whose names have a hash of what is in them."""
_NAME = re.compile(rf"(?:{PARTS})?[A-Za-z0-9_-][A-Za-z0-9_.-]{{0,99}}")


def widget_file_routes() -> Blueprint:
    """The blueprint."""
    routes, dist = Blueprint("waypost_widget_files"), DIST

    @routes.get("/widget/v1/config")
    async def config(request: Request) -> HTTPResponse:
        return _tagged(request, json.dumps(_config(), ensure_ascii=False), LOOK_AGAIN)

    @routes.get("/widget/labels/<name:str>")
    async def labels_of(request: Request, name: str) -> HTTPResponse:
        code = name.removesuffix(".json")
        if code not in live_languages() or name == code:
            return as_json({"error": "not_found", "hint": "there are labels for the live languages: /widget/v1/config has them"}, 404, PUBLIC)
        found = labels(code)
        return _tagged(request, found.body, FOR_EVER if request.args.get("v") == found.version else LOOK_AGAIN)

    @routes.get("/widget/words/<name:str>")
    async def words_of(request: Request, name: str) -> HTTPResponse:
        found = {f"{known.name}.txt": known for known in word_lists()}.get(name)
        if found is None:
            return as_json({"error": "not_found", "hint": "there are the word lists of BIP-39, such as english.txt"}, 404, PUBLIC)
        return _packed(request, "\n".join(found.numbers))

    @routes.get("/widget/dist/<name:path>")
    async def built(request: Request, name: str) -> HTTPResponse:
        if not dist.is_dir():
            return as_json({"error": "not_built", "hint": "the widget is not built: run make widget"}, 404, PUBLIC)
        path = dist / name
        if not _NAME.fullmatch(name) or path.suffix not in TYPES or not path.is_file():
            return as_json({"error": "not_found", "hint": "the built widget has no such file"}, 404, PUBLIC)
        return _file(request, path, FOR_EVER if name.startswith(PARTS) else LOOK_AGAIN)

    return routes


def _config() -> dict[str, Any]:
    """As `config` in the protocol's schema."""
    spoken = [
        {
            "code": code,
            "name": languages()[code].name,
            "direction": languages()[code].direction,
            "labels": f"/widget/labels/{code}.json?v={labels(code).version}",
        }
        for code in live_languages()
    ]
    return {"v": VERSION, "socket": PATH, "languages": spoken, "limits": {"text": LONGEST_TEXT, "comment": LONGEST_COMMENT}}


def _tagged(request: Request, body: str | bytes, headers: dict[str, str], content_type: str = "application/json") -> HTTPResponse:
    """The body, or 304 when the client has it."""
    data = body.encode() if isinstance(body, str) else body
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    given = {**PUBLIC, **headers, "ETag": tag}
    if tag in [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]:
        return response.empty(304, given)
    return response.raw(data, headers=given, content_type=content_type)


def _packed(request: Request, text: str) -> HTTPResponse:
    """A list that is the same as long as the program runs."""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return _tagged(request, text, {**DAILY, "Vary": "Accept-Encoding"}, TYPES[".txt"])
    packed = gzip.compress(text.encode(), mtime=0)
    return _tagged(request, packed, {**DAILY, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}, TYPES[".txt"])


def _file(request: Request, path: Path, headers: dict[str, str]) -> HTTPResponse:
    """A built file, in the small form that was made beside it when the client takes that."""
    small = path.with_name(f"{path.name}.gz")
    if "gzip" in request.headers.get("accept-encoding", "") and small.is_file():
        path, packed = small, {"Content-Encoding": "gzip"}
    else:
        packed = {}
    kind = TYPES[path.with_suffix("").suffix if packed else path.suffix]
    return _tagged(request, path.read_bytes(), {**headers, **packed, "Vary": "Accept-Encoding"}, kind)
