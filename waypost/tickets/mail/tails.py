"""A writer's own lines in, what they want to say out: without banner, greeting, closing, name, signature, disclaimer and `Sent from my phone`."""

from __future__ import annotations

import re
from typing import Sequence

from waypost.tickets.mail.words import MailWords, begins, plain

_SIGNATURE = re.compile(r"^\s*(?:--|\u2014\u2014|__+)\s*$")
_BULLET = re.compile(r"^\s*(?:[-*\u2022]|\d{1,2}[.)])\s+")
_LETTERS = re.compile(r"[^\W\d_]+")
_CONTACT = re.compile(r"(?:\+?\d[\d ()./-]{6,}\d|\[phone\]|\[e-mail\]|[\w.+-]+@[\w-]+\.\w+|^\s*(?:www\.|https?://)\S+\s*$)")
_SENTENCE = re.compile(r"[?!:;]|[.,]$")
_TELLS = re.compile(r"\d|[A-Z]\w*[A-Z]")
"""An amount, or a name of a network or coin."""
LONGEST_CLOSING, LONGEST_GREETING = 10, 7
"""In words: a longer line says something."""
LONGEST_SIGNATURE = 14
"""Lines that may stand below a closing; more of them are no signature."""
LEAST_BESIDE_A_NAME = 4


def without_tails(text: str, words: MailWords) -> str:
    """The body of a mail."""
    lines = _until_signature(text.split("\n"), words)
    lines = _without_banner(lines, words)
    lines = _until_closing(lines, words)
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return _without_name(_without_greeting(_without_address(body, words), words))


def _until_signature(lines: Sequence[str], words: MailWords) -> list[str]:
    for number, line in enumerate(lines):
        told = line.strip().lstrip("<[(*_ ")
        if _SIGNATURE.match(line) or begins(told, words.disclaimers):
            return list(lines[:number])
        if begins(told, words.device) and len(told.split()) <= 12:
            return [*lines[:number], *_after_device(lines[number + 1 :])]
    return list(lines)


def _after_device(lines: Sequence[str]) -> Sequence[str]:
    """Some phones put their line above what was typed last; a question below it still counts."""
    rest = [line for line in lines if line.strip()]
    return rest if any("?" in line for line in rest) else ()


def _without_banner(lines: Sequence[str], words: MailWords) -> list[str]:
    """Without what a company's mail server puts above mail from outside: the paragraph that the banner begins."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not lines or not begins(lines[first].strip().lstrip("*_ "), words.banners):
        return list(lines)
    end = next((number for number in range(first, len(lines)) if not lines[number].strip()), len(lines))
    return list(lines[end:])


def _until_closing(lines: Sequence[str], words: MailWords) -> list[str]:
    """Up to the last courtesy at the end of a mail; a postscript below it is kept."""
    for number, line in enumerate(lines):
        below = [later for later in lines[number + 1 :] if later.strip()]
        if not number or not _is_closing(line, words) or len(below) > LONGEST_SIGNATURE:
            continue
        if not any("?" in later or _BULLET.match(later) for later in _before_postscript(below, words)):
            return [*lines[:number], *below[len(_before_postscript(below, words)) :]]
    return list(lines)


def _before_postscript(lines: Sequence[str], words: MailWords) -> list[str]:
    at = next((number for number, line in enumerate(lines) if begins(line, words.postscript)), len(lines))
    return list(lines[:at])


def _is_closing(line: str, words: MailWords) -> bool:
    """A courtesy alone, or with a name behind it; names of networks and coins say something."""
    phrase = begins(line, words.closings)
    rest = line.strip()[len(phrase) :]
    tells = "?" in line or _TELLS.search(rest) or re.search(r"[,.;:]\s+(?:\S+\s+){3}", rest)
    return bool(phrase) and not tells and len(line.split()) <= LONGEST_CLOSING


def _without_address(body: str, words: MailWords) -> str:
    """Without the address of a formal letter: `Kepada Yth.`, `Tim Dukungan`, `di tempat`, an empty line, and then the greeting alone."""
    address, _, rest = body.partition("\n\n")
    to, *lines = address.split("\n")
    opening = rest.partition("\n")[0].strip()
    alone = opening.endswith(",") and begins(opening, words.greetings) == plain(opening).rstrip(",")
    formal = alone and begins(to, words.greetings) and 0 < len(lines) < LONGEST_GREETING
    return rest if formal and not any(_SENTENCE.search(line.strip()) or len(line.split()) > LONGEST_GREETING for line in lines) else body


def _without_greeting(body: str, words: MailWords) -> str:
    """Without the line, or the words up to the first comma or stop, that greet."""
    first, _, rest = body.partition("\n")
    phrase = begins(first, words.greetings)
    opening = re.split(r"(?<=[,!.?])\s", first.strip()[len(phrase) :], maxsplit=1)[0]
    if not phrase or _TELLS.search(opening) and not opening.endswith((",", "!")):
        return body
    if len(first.split()) <= LONGEST_GREETING and not first.rstrip().endswith("?") and (rest.strip() or first.rstrip().endswith((",", "!"))):
        left = re.split(r"[,!.]\s+", first, maxsplit=1)
        tail = left[1].strip() if len(left) > 1 and not first.rstrip().endswith(",") else ""
        return _without_greeting(f"{tail}\n{rest}".strip(), words) if tail else _without_greeting(rest.strip(), words)
    greeted = re.match(r"[^,!.?\n]{1,60}?[,!.]+\s*", first)
    if greeted and len(greeted.group().split()) <= LONGEST_GREETING - 2 and (first[greeted.end() :].strip() or rest.strip()):
        return _without_greeting(body[greeted.end() :].strip(), words)
    return body


def _without_name(body: str) -> str:
    """Without a last line that is only the writer's name, or how to reach them."""
    lines = body.split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or _CONTACT.search(lines[-1]) and len(lines[-1].split()) <= 6 and "0x" not in lines[-1]):
        lines.pop()
    named = _LETTERS.findall(lines[-1])
    own_paragraph = len(lines) > 1 and not lines[-2].strip()
    only_name = 0 < len(named) <= 3 and lines[-1].strip() == " ".join(named) and all(word.istitle() for word in named)
    if own_paragraph and only_name and len(" ".join(lines[:-1]).split()) >= LEAST_BESIDE_A_NAME:
        return "\n".join(lines[:-1]).strip()
    return "\n".join(lines).strip()
