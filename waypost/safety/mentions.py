"""A message in, the hosts it mentions out: links, Markdown and HTML links with their text, bare names, mail addresses, `hxxps` and `[.]`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Iterator
from urllib.parse import unquote

from waypost.safety.lookalikes import decoded, look

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"(?:{_LABEL}\.)+(?:xn--[a-z0-9-]+|[^\W\d_]{{2,24}})\.?"
_ADDRESS = r"\d{1,3}(?:\.\d{1,3}){3}"
_MARKDOWN = re.compile(r"\[([^\[\]]{1,300})\]\(\s*<?([^\s()<>]+)>?[^()]*\)")
_ANCHOR = re.compile(r"<a\b[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)[^>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)
_URL = re.compile(rf"(?:https?|hxxps?):[/\\]{{1,3}}(?:([^\s/\\@]*)@)?({_HOST}|{_ADDRESS})(?::\d+)?([/\\?#][^\s<>\"]*)?", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w@.\-/\\])(?:[\w.+-]{{1,64}}@)?({_HOST})(?::\d+)?(?![\w@-])(/[^\s<>\"]*)?", re.IGNORECASE)
_DEFANGED = re.compile(r"\s?(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\))\s?", re.IGNORECASE)
_SPELT = re.compile(r"(?<=\w)\s+dot\s+(?=(?:com|io|org|net|app|us|co|xyz|finance|info)\b)", re.IGNORECASE)
_FULL_STOPS = re.compile("[\u3002\uff0e\uff61]")
_GENERIC = """
academy agency app art best bet bid bio biz blog build business buzz cam cash center chat click cloud club com company computer cool credit
crypto date dev digital direct download email energy events exchange expert express finance financial fit fun fund fyi games gift global
group guru help host homes icu info ink institute int international investments land life link live lol loan ltd market markets media men
mobi money monster name net network news one online org page party pics plus press pro promo quest rent report rest review run sale sbs
services shop show site skin social software solutions space store stream studio support surf systems team tech tips today tools top town
trade trading training university ventures video vip vision wallet wang watch website wiki win work works world wtf xyz zone
"""
GENERIC = frozenset(_GENERIC.split())
"""Generic endings of hosts. Endings of two letters are countries."""
_SENTENCE = """
is it to so no in at be my me am as do de en di ke of on or an we he if up by go hi ok ik je ze er ga al om te op na nu ya la tu ni zo ja uw
how now then what why where when and but the can please here not one help live today
"""
_WORDS = frozenset(_SENTENCE.split())
"""Endings that may as well begin the next sentence of somebody who types no blank after a full stop."""


_NATIONAL = frozenset(["рф", "бел", "укр", "сайт", "онлайн"])
"""Endings in Cyrillic letters that exist."""
_IMITATED = frozenset(map(look, ("com", "io", "org", "us")))


@dataclass(frozen=True)
class Mention:
    """One host of a message. shown: the text of the link that leads to it. before: what stands before an `@` in the link."""

    host: str
    path: str = ""
    shown: str = ""
    before: str = ""
    sure: bool = True
    """Surely meant as an address: a scheme, a path, `www.` or an ending of hosts."""


def mentions(text: str) -> tuple[Mention, ...]:
    """Every host of a message once, in order."""
    rest = _SPELT.sub(".", _FULL_STOPS.sub(".", _DEFANGED.sub(".", text)))
    found: list[Mention] = []
    for pattern, target, shown in ((_MARKDOWN, 2, 1), (_ANCHOR, 1, 2)):
        for match in pattern.finditer(rest):
            found.extend(_of_url(match.group(target), match.group(shown)))
        rest = pattern.sub(" ", rest)
    found.extend(_of_url(rest))
    found.extend(_bare(_URL.sub(" ", rest)))
    return tuple(dict.fromkeys(found))


def only_links(text: str) -> bool:
    """Whether nothing but addresses was written."""
    rest = _BARE.sub(" ", _URL.sub(" ", _ANCHOR.sub(" ", _MARKDOWN.sub(" ", _DEFANGED.sub(".", text)))))
    return not any(letter.isalnum() for letter in rest)


def _of_url(text: str, shown: str = "") -> Iterator[Mention]:
    for match in _URL.finditer(text if "://" in text or "\\" in text else f"//{text}"):
        before, host, path = match.groups(default="")
        yield Mention(_host(host), unquote(path), shown.strip(), unquote(before))
    if shown and not _URL.search(text):
        yield from (Mention(_host(match.group(1)), unquote(match.group(2) or ""), shown.strip()) for match in _BARE.finditer(text))


def _bare(text: str) -> Iterator[Mention]:
    for match in _BARE.finditer(text):
        host, path = _host(match.group(1)), match.group(2) or ""
        ending = host.rsplit(".", 1)[-1]
        named = host.startswith("www.") or host.count(".") > 1 or ("-" in host and ending in GENERIC)
        said_so = bool(path) or "@" in match.group(0) or named
        if ending in _WORDS and not said_so and re.match(r"\s+\w", text[match.end() :]):
            continue
        if said_so or _ends_a_host(ending):
            yield Mention(host, unquote(path), sure=said_so or ending not in _WORDS)


def _ends_a_host(ending: str) -> bool:
    if ending.isascii():
        return len(ending) == 2 or ending in GENERIC
    return ending in _NATIONAL or look(ending) in _IMITATED


def _host(host: str) -> str:
    return decoded(unicodedata.normalize("NFKC", host).lower().strip("."))
