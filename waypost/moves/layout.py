"""An advice in, the Markdown of its reply out: verdict, steps, checks, risks, other ways, links; cut by rank until it fits.

The verdict, the way, the gas, the exchange's own screen and the article's links are never cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Callable, Iterator, Mapping, Sequence

from waypost.moves.advice import Advice
from waypost.moves.lines import Line, line
from waypost.moves.plan import GOES, Alternative

MOST_VISIBLE = 950
"""Characters that a person reads; a note or two may still follow in the reply."""
MOST_CHECKS = 4
MOST_RISKS = 3
MOST_OTHERWISE = 3
SEEN = ("advice.step.open_network", "advice.step.import_token")
"""How what has arrived is seen: the first to go when there is no room, for it is no part of the way."""
COMPARED = ("advice.step.pick_network_label", "advice.step.test_amount")
"""Steps that are said to somebody with the screen in front of them too."""
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
class Pages:
    """The links of the answer itself. demanded: those that may not be left out, whatever the room."""

    own: Sequence[str]
    demanded: frozenset[str]


@dataclass(frozen=True)
class _Draft:
    """What is to be said, each list with the dearest first."""

    verdict: str
    steps: tuple[str, ...]
    seen: tuple[str, ...]
    checks: tuple[str, ...]
    """Those that stay are counted by `kept`: they stand last."""
    kept: int
    risks: tuple[str, ...]
    otherwise: tuple[str, ...]
    links: tuple[str, ...]
    """Those that are demanded stand first, and are counted."""
    demanded: int


def laid_out(advice: Advice, pages: Pages, words: Words, *, bridging: bool = False, checking: bool = False) -> str:
    """The reply in Markdown with `[title](link:id)`.

    bridging: that only official bridges are safe is said in any case. checking: the person has the screen in front of them, so that there
    is what to compare in place of the steps.
    """
    return _fitting(_draft(advice, pages, words, bridging, checking), words, checking)


def _draft(advice: Advice, pages: Pages, words: Words, bridging: bool, checking: bool) -> _Draft:
    checks = _dearest(advice.checks) if not checking else _to_compare(advice)
    steps = [] if checking and checks else [step for step in advice.steps if not step.key.startswith(SEEN)]
    seen = [] if checking and checks else [step for step in advice.steps if step.key.startswith(SEEN)]
    if not steps:
        steps, seen = seen, []
    others = _otherwise(advice)
    links = [*pages.own, *advice.links, *(each.link for each in others if each.link)]
    links = sorted(dict.fromkeys(links), key=lambda link_id: link_id not in pages.demanded)
    return _Draft(
        verdict=words.say(advice.reason),
        steps=tuple(map(words.say, steps)),
        seen=tuple(map(words.say, seen)),
        checks=tuple(map(words.say, checks)),
        kept=sum(_stays(check) for check in checks),
        risks=tuple(map(words.say, _risks(advice, bridging))),
        otherwise=tuple(words.say(each.line) for each in others[:MOST_OTHERWISE]),
        links=tuple(f"[{words.links[link_id]}](link:{link_id})" for link_id in links),
        demanded=sum(link_id in pages.demanded for link_id in links),
    )


def _otherwise(advice: Advice) -> list[Alternative]:
    """Other ways to be named: those that are no button, and where there is no way to go those that are one too."""
    return [each for each in advice.alternatives if not each.need and (advice.verdict not in GOES or not (each.source or each.target))]


def _risks(advice: Advice, bridging: bool) -> list[Line]:
    risks = sorted(advice.risks, key=_cost)
    if bridging:
        risks = [OFFICIAL_BRIDGES, *(risk for risk in risks if risk != OFFICIAL_BRIDGES)]
    return risks[:MOST_RISKS]


def _to_compare(advice: Advice) -> list[Line]:
    """All checks, how the network is called on the screen, and the small amount first; those that stay stand last."""
    found = [*(step for step in advice.steps if step.key in COMPARED), *advice.checks]
    return sorted(found, key=_stays) if advice.checks else []


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
    """The draft, then with one thing less each time: other ways, further links, how it is seen, lesser risks, lesser checks.

    The steps of the way itself stay: half a way is worse than a long text.
    """
    yield draft
    for name, fewest in (("otherwise", 0), ("links", draft.demanded), ("risks", 2), ("seen", 0), ("risks", 1)):
        while len(getattr(draft, name)) > fewest:
            draft = replace(draft, **{name: getattr(draft, name)[:-1]})
            yield draft
    while len(draft.checks) > draft.kept:
        at = len(draft.checks) - draft.kept - 1
        draft = replace(draft, checks=draft.checks[:at] + draft.checks[at + 1 :])
        yield draft


def _paragraphs(draft: _Draft, words: Words, checking: bool) -> Iterator[str]:
    yield draft.verdict
    if draft.steps or draft.seen:
        yield "\n".join(f"{number}. {step}" for number, step in enumerate((*draft.steps, *draft.seen), 1))
    if draft.checks:
        yield f"{words.part('compare' if checking else 'checks')}\n\n" + "\n".join(f"- {check}" for check in draft.checks)
    if draft.otherwise:
        yield f"{words.part('otherwise')}\n\n" + "\n".join(f"- {each}" for each in draft.otherwise)
    if draft.links:
        yield f"{words.part('more')} {', '.join(draft.links)}."
    if draft.risks:
        yield f"> ⚠️ {' '.join(draft.risks)}"
