"""An advice in, the Markdown of its reply out: verdict, steps, checks, risks, other ways, links; cut by rank until it fits.

The verdict, the gas, the exchange's own screen and the article's links are never cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Callable, Iterator, Mapping, Sequence

from waypost.moves.advice import Advice
from waypost.moves.lines import Line, line

MOST_VISIBLE = 1000
"""Characters that a person reads in one reply."""
MOST_CHECKS = 4
MOST_RISKS = 3
MOST_OTHERWISE = 2
KEPT_CHECKS = ("advice.check.gas_", "advice.check.screen_decides", "advice.check.both_screens")
OFFICIAL_BRIDGES = line("advice.risk.official_bridges_only")
COSTLY_RISKS = (
    "advice.risk.worthless",
    "advice.risk.not_a_0x_address",
    "advice.risk.official_bridges_only",
    "advice.risk.wrong_network",
    "advice.risk.pegged_elsewhere",
    "advice.risk.separate_accounts",
    "advice.risk.unsure",
    "advice.risk.days",
    "advice.risk.another_token",
)
"""What costs most to overlook comes first; the rest follows as it stands."""
_MARKS = re.compile(r"\]\([^)]*\)|[*_`\[\]]")


@dataclass(frozen=True)
class Words:
    """How lines, the parts between them and links are written in one language; links is the id of a page -> its title."""

    say: Callable[[Line], str]
    part: Callable[[str], str]
    links: Mapping[str, str]


@dataclass(frozen=True)
class _Draft:
    """What is to be said, each list with the dearest first."""

    verdict: str
    steps: tuple[str, ...]
    checks: tuple[str, ...]
    """Those that stay are counted by `kept`: they stand last."""
    kept: int
    risks: tuple[str, ...]
    otherwise: tuple[str, ...]
    links: tuple[str, ...]
    own_links: int


def laid_out(advice: Advice, own_links: Sequence[str], words: Words, *, bridging: bool = False, checking: bool = False) -> str:
    """The reply in Markdown with `[title](link:id)`.

    own_links: pages of the answer itself, always named. bridging: that only official bridges are safe is said in any case. checking: the
    person has the screen in front of them, so that there is what to compare in place of the steps.
    """
    risks = sorted(advice.risks, key=_cost)
    if bridging and OFFICIAL_BRIDGES not in risks:
        risks = [OFFICIAL_BRIDGES, *risks]
    checks = advice.checks if checking else _dearest(advice.checks)
    others = [each for each in advice.alternatives if not (each.need or each.source or each.target)]
    links = dict.fromkeys([*own_links, *advice.links, *(each.link for each in others if each.link)])
    draft = _Draft(
        verdict=words.say(advice.reason),
        steps=() if checking and checks else tuple(map(words.say, advice.steps)),
        checks=tuple(map(words.say, checks)),
        kept=sum(_stays(check) for check in checks),
        risks=tuple(map(words.say, risks[:MOST_RISKS])),
        otherwise=tuple(words.say(each.line) for each in others[:MOST_OTHERWISE]),
        links=tuple(f"[{words.links[link_id]}](link:{link_id})" for link_id in links),
        own_links=len(dict.fromkeys(own_links)),
    )
    return _fitting(draft, words, checking)


def visible_length(markdown: str) -> int:
    """How many characters a person reads."""
    return len(_MARKS.sub("", markdown))


def _dearest(checks: Sequence[Line]) -> list[Line]:
    """Two or three to compare, and at most four: those that cost most to get wrong, then gas and the screen."""
    kept = [check for check in checks if _stays(check)]
    first = [check for check in checks if not _stays(check)]
    return [*first[: max(1, MOST_CHECKS - len(kept))], *kept]


def _stays(check: Line) -> bool:
    return check.key.startswith(KEPT_CHECKS)


def _cost(risk: Line) -> int:
    return next((number for number, key in enumerate(COSTLY_RISKS) if risk.key.startswith(key)), len(COSTLY_RISKS))


def _fitting(draft: _Draft, words: Words, checking: bool) -> str:
    for shorter in _shorter(draft):
        text = "\n\n".join(_paragraphs(shorter, words, checking))
        if visible_length(text) <= MOST_VISIBLE:
            return text
    return text


def _shorter(draft: _Draft) -> Iterator[_Draft]:
    """The draft, then with one thing less each time: other ways, further links, lesser risks, lesser checks, how it is seen at the end."""
    yield draft
    while draft.otherwise:
        draft = replace(draft, otherwise=draft.otherwise[:-1])
        yield draft
    while len(draft.links) > draft.own_links:
        draft = replace(draft, links=draft.links[:-1])
        yield draft
    while len(draft.risks) > 1:
        draft = replace(draft, risks=draft.risks[:-1])
        yield draft
    while len(draft.checks) > draft.kept + 1:
        at = len(draft.checks) - draft.kept - 1
        draft = replace(draft, checks=draft.checks[:at] + draft.checks[at + 1 :])
        yield draft
    while draft.steps:
        draft = replace(draft, steps=draft.steps[:-1])
        yield draft


def _paragraphs(draft: _Draft, words: Words, checking: bool) -> Iterator[str]:
    yield draft.verdict
    if draft.steps:
        yield "\n".join(f"{number}. {step}" for number, step in enumerate(draft.steps, 1))
    if draft.checks:
        yield f"{words.part('compare' if checking else 'checks')}\n\n" + "\n".join(f"- {check}" for check in draft.checks)
    if draft.otherwise:
        yield f"{words.part('otherwise')} " + " ".join(draft.otherwise)
    if draft.links:
        yield f"{words.part('more')} {', '.join(draft.links)}."
    if draft.risks:
        yield f"> ⚠️ {' '.join(draft.risks)}"
