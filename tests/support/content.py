"""All content of the repository as plain data, and the laws over it; each law yields what is wrong, one line each.

The laws take the data as an argument, so that a test can take one thing away and see a law notice it.
"""

from __future__ import annotations

import ast
import copy
import dataclasses
import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Callable, Iterator, Sequence
from urllib.parse import urlparse

from tests.support.bot import ROOT
from tests.support.copy_records import button_needs, link_ids, values, visible
from waypost.content.answers import GIVEN_LINKS, TREES, VALUES, in_tree
from waypost.content.catalog import NO_ANSWERS, PLACEHOLDER
from waypost.content.files import read_yaml
from waypost.content.languages import languages, live_languages
from waypost.content.notes import NOTE_VALUES
from waypost.content.phrases import KEYS
from waypost.tickets import copy as copy_of_tickets
from waypost.tickets.mail.words import MailWords

PRODUCED = {"nlu_fallback": "CarefulFallback", "secret": "SecretAlarm", "foreign_language": "ReplyLanguage", "with_human": "Turns"}
"""Intents that a component of the pipeline sets, so that nobody types them."""
FEWEST_MESSAGES = 40
FEWEST_CONVERSATIONS = 25
BUTTON, REPLY, AGAIN = 20, 1000, 450
REQUIRED_LINKS = {
    "withdraw": ["4416069050011", "115003670492"],
    "token_standard": ["4416069050011"],
    "deposit": ["4411972525851", "115003670492"],
    "bridge_to_bsc": ["360059408871"],
    "bridge_from_bsc": ["4404464724635"],
    "wrong_network": ["how-to-recover-crypto-transferred-to-the-wrong-network-on-binance"],
    "missing_tokens": ["360059876052"],
    "network_setup": ["smart-chain/wallet/metamask.html"],
    "deposit_missing": ["4411972525851", "4d1347b4d6d44564ba44ea785703a4fd"],
    "beacon_recovery": ["token-recovery-sunset-phase3"],
    "platforms": ["binance.com/en", "binance.us", "304219301536473088", "binance.org/en/smartChain"],
}
"""The contract's links."""


@dataclass
class Content:
    """locales: lang -> topic file -> key -> record; nlu: lang -> intent -> messages; conversations: lang -> names; rules: intent -> action."""

    locales: dict[str, dict[str, dict[str, Any]]]
    nlu: dict[str, dict[str, list[str]]]
    conversations: dict[str, list[str]]
    rules: dict[str, str]
    intents: list[str]
    links: dict[str, dict[str, Any]]
    hosts: dict[str, str]

    def entries(self, language: str) -> dict[str, dict[str, Any]]:
        return {key: record for topic, records in self.locales[language].items() if topic not in NO_ANSWERS for key, record in records.items()}

    def copy(self, language: str = "", topic: str = "") -> Content:
        """A copy that a test may take something away from: of the texts only from that topic in that language (copies of all take minutes)."""
        locales = {code: dict(topics) for code, topics in self.locales.items()}
        if topic:
            locales[language][topic] = copy.deepcopy(locales[language][topic])
        return replace(
            self,
            locales=locales,
            nlu={code: dict(messages) for code, messages in self.nlu.items()},
            conversations=dict(self.conversations),
            rules=dict(self.rules),
            links=dict(self.links),
        )


def load(codes: Sequence[str] | None = None, root: Path = ROOT) -> Content:
    """codes: of languages, the live ones when they are not given; root: of the repository or a copy of it."""
    codes = live_languages() if codes is None else codes
    rules = {}
    for path in sorted((root / "data/rules").glob("*.yml")):
        for rule in read_yaml(path)["rules"]:
            rules[rule["steps"][0]["intent"]] = rule["steps"][1]["action"]
    return Content(
        locales={code: {path.stem: read_yaml(path) for path in sorted((root / "locales" / code).glob("*.yml"))} for code in codes},
        nlu={code: _messages(root / "data/nlu" / code) for code in codes},
        conversations={
            code: [record["conversation"] for path in sorted((root / "tests/conversations" / code).glob("*.yml")) for record in read_yaml(path)]
            for code in codes
        },
        rules=rules,
        intents=[str(intent) for intent in read_yaml(root / "domain.yml")["intents"]],
        links=read_yaml(root / "facts/links.yml"),
        hosts=read_yaml(root / "facts/hosts.yml"),
    )


def _messages(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for block in read_yaml(path)["nlu"]:
            assert block["metadata"]["language"] == folder.name, f"{path}: a block names another language"
            found.setdefault(block["intent"], []).extend(line[2:] for line in block["examples"].splitlines() if line.startswith("- "))
    return found


# -- the laws ------------------------------------------------------------------------------------------------------------------


def same_keys_in_every_language(content: Content) -> Iterator[str]:
    everything = {key for code in content.locales for key in content.entries(code)}
    for code in content.locales:
        yield from (f"locales/{code}: no key {key}" for key in sorted(everything - set(content.entries(code))))


def same_shape_in_every_language(content: Content) -> Iterator[str]:
    """Links, buttons, placeholders, warning and again of a key are the same in all languages."""
    shapes: dict[str, Callable[[dict[str, Any]], Any]] = {
        "links": lambda record: Counter(link_ids(record)),
        "buttons": button_needs,
        "placeholders": values,
        "warning": lambda record: bool(record.get("warning")),
        "again": lambda record: bool(record.get("again")),
    }
    first = next(iter(content.locales))
    for code in content.locales:
        for key, record in content.entries(code).items():
            reference = content.entries(first).get(key)
            for name, shape in shapes.items():
                if reference is not None and shape(record) != shape(reference):
                    yield f"locales/{code}: {key}: {name} {shape(record)} unlike {first}: {shape(reference)}"


def notes_in_every_language(content: Content) -> Iterator[str]:
    everything = {key for topics in content.locales.values() for key in topics.get("notes", {})} | set(NOTE_VALUES)
    for code, topics in content.locales.items():
        yield from (f"locales/{code}/notes.yml: no note {key}" for key in sorted(everything - set(topics.get("notes", {}))))


def widget_labels_in_every_language(content: Content) -> Iterator[str]:
    """Of the widget and of the page at `/`, with the same values."""
    for file in ("widget", "demo"):
        everything = {key for topics in content.locales.values() for key in topics.get(file, {})}
        for code, topics in content.locales.items():
            words = topics.get(file, {})
            yield from (f"locales/{code}/{file}.yml: no label {key}" for key in sorted(everything - set(words)))
            first = content.locales[next(iter(content.locales))].get(file, {})
            for key in sorted(words.keys() & first.keys()):
                if set(PLACEHOLDER.findall(words[key])) != set(PLACEHOLDER.findall(first[key])):
                    yield f"locales/{code}/{file}.yml: {key}: other values than the first language has"


def phrases_in_every_language(content: Content) -> Iterator[str]:
    """Every key of the code with its values, no number or address of its own, no letters of two scripts."""
    for code, topics in content.locales.items():
        phrases = topics.get("advice", {})
        yield from (f"locales/{code}/advice.yml: {key} is missing or unknown" for key in sorted(KEYS.keys() ^ phrases.keys()))
        for key, record in phrases.items():
            bare = NAMES_WITH_DIGITS.sub("", PLACEHOLDER.sub("", record["text"]))
            if set(PLACEHOLDER.findall(record["text"])) != KEYS.get(key):
                yield f"locales/{code}/advice.yml: {key}: other values than the code gives"
            if re.search(r"\d|://|www\.", bare):
                yield f"locales/{code}/advice.yml: {key}: a number or address that is not from facts/"
            yield from (f"locales/{code}/advice.yml: {key}: {wrong}" for wrong in _mixed(bare, code))


def ticket_texts_in_every_language(content: Content) -> Iterator[str]:
    """Every key of the code with its values, no letters of two scripts."""
    for code, topics in content.locales.items():
        texts = topics.get("tickets", {})
        yield from (f"locales/{code}/tickets.yml: {key} is missing or unknown" for key in sorted(copy_of_tickets.KEYS.keys() ^ texts.keys()))
        for key, record in texts.items():
            if set(PLACEHOLDER.findall(record["text"])) != copy_of_tickets.KEYS.get(key):
                yield f"locales/{code}/tickets.yml: {key}: other values than the code gives"
            bare = PLACEHOLDER.sub("", record["text"])
            yield from (f"locales/{code}/tickets.yml: {key}: {wrong}" for wrong in _mixed(bare, code))


def mail_words_in_every_language(content: Content) -> Iterator[str]:
    """Every list of words around a question is there and holds something."""
    wanted = {field.name.rstrip("_") for field in dataclasses.fields(MailWords)}
    for code, topics in content.locales.items():
        lists = topics.get("mail", {})
        yield from (f"locales/{code}/mail.yml: {name} is missing, unknown or empty" for name in sorted(wanted ^ {key for key in lists if lists[key]}))


def values_are_given(content: Content) -> Iterator[str]:
    """Every {value} of a key is one that code passes, and the reverse."""
    for code in content.locales:
        for key, record in content.entries(code).items():
            wanted = {name for name in values(record) if ":" not in name}
            if wanted != set(VALUES.get(key, ())):
                yield f"locales/{code}: {key}: uses {sorted(wanted)}, code gives {sorted(VALUES.get(key, ()))}"


def keys_are_used(content: Content) -> Iterator[str]:
    """A key is answered by a rule or named in code, and every answered intent has its key."""
    named = texts_in_code()
    answered = {
        intent for intent, action in content.rules.items() if action in ("action_answer", "action_move", "action_choose", "action_switch_language")
    }
    keys = set(content.entries(next(iter(content.locales))))
    offered = {need for key, record in content.entries("en").items() if key in TREES.values() or in_tree(key) for need in button_needs(record)}
    yield from (f"the key {key} is used by no rule, no code and no tree" for key in sorted(keys - answered - named - offered))
    by_themselves = {intent for intent, action in content.rules.items() if action == "action_answer"} - {"secret", "open"}
    yield from (f"the intent {intent} has no key" for intent in sorted(by_themselves - keys))


@cache
def texts_in_code() -> frozenset[str]:
    """Every string of the code: it does not change while tests run, and reading it takes a second."""
    return frozenset(text for folder in ("actions", "waypost") for path in (ROOT / folder).rglob("*.py") for text in _texts_of(path))


def _texts_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def intents_have_rules_and_messages(content: Content) -> Iterator[str]:
    for intent in content.intents:
        if intent not in content.rules:
            yield f"data/rules: no rule for the intent {intent}"
        for code, messages in content.nlu.items():
            if intent not in PRODUCED and len(messages.get(intent, [])) < FEWEST_MESSAGES:
                yield f"data/nlu/{code}: {len(messages.get(intent, []))} messages for {intent}, at least {FEWEST_MESSAGES}"
    for code, messages in content.nlu.items():
        yield from (f"data/nlu/{code}: {intent} is no intent of domain.yml" for intent in sorted(set(messages) - set(content.intents)))


def messages_have_one_need(content: Content) -> Iterator[str]:
    for code, messages in content.nlu.items():
        seen: dict[str, str] = {}
        for intent, texts in messages.items():
            for text in texts:
                other = seen.setdefault(text.casefold().strip(), intent)
                if other != intent:
                    yield f"data/nlu/{code}: {text[:40]!r} stands under {other} and {intent}"


def languages_have_conversations(content: Content) -> Iterator[str]:
    for code, names in content.conversations.items():
        if len(names) < FEWEST_CONVERSATIONS:
            yield f"tests/conversations/{code}: {len(names)} conversations, at least {FEWEST_CONVERSATIONS}"
        yield from (f"tests/conversations/{code}: {name!r} stands twice" for name, times in Counter(names).items() if times > 1)


def answers_carry_their_links(content: Content) -> Iterator[str]:
    """The contract's links."""
    for code in content.locales:
        for key, fragments in REQUIRED_LINKS.items():
            urls = [content.links.get(link_id, {}).get("url", "") for link_id in link_ids(content.entries(code).get(key, {}))]
            yield from (f"locales/{code}: {key}: no link with {part}" for part in fragments if not any(part in url for url in urls))


def links_resolve(content: Content) -> Iterator[str]:
    named = [(key, link_id) for code in content.locales for key, record in content.entries(code).items() for link_id in link_ids(record)]
    used = {link_id for key, link_id in named if link_id not in GIVEN_LINKS.get(key.split(".")[0], ())}
    used |= {name[4:] for code in content.locales for record in content.entries(code).values() for name in values(record) if name.startswith("url:")}
    yield from (f"facts/links.yml: no link {link_id}, but copy names it" for link_id in sorted(used - set(content.links)))
    for link_id, record in content.links.items():
        for code in content.locales:
            if not record.get("title", {}).get(code):
                yield f"facts/links.yml: {link_id}: no title in {code}"
        if not record.get("source") or not isinstance(record.get("checked"), dt.date):
            yield f"facts/links.yml: {link_id}: no source or no checked date"
        address = urlparse(record["url"])
        host = ".".join((address.hostname or "").split(".")[-2:])
        if address.scheme != "https" or (record["kind"] != "source" and host not in content.hosts):
            yield f"facts/links.yml: {link_id}: {record['url']} is not https or its host is not in facts/hosts.yml"
        yield from (
            f"facts/links.yml: {link_id}: replaces {old}, which does not exist" for old in record.get("replaces", []) if old not in content.links
        )


def copy_fits(content: Content) -> Iterator[str]:
    for code in content.locales:
        for key, record in content.entries(code).items():
            shown = visible(f"{record['text']} {record.get('warning', '')}")
            titles = [record["label"], *(item["title"] for item in record["buttons"] if isinstance(item, dict))]
            yield from (f"locales/{code}: {key}: the button {title!r} is longer than {BUTTON}" for title in titles if len(title) > BUTTON)
            if len(shown) > REPLY:
                yield f"locales/{code}: {key}: {len(shown)} characters, at most {REPLY}"
            if len(visible(record.get("again", ""))) > AGAIN:
                yield f"locales/{code}: {key}: again has more than {AGAIN} characters"


NAMES_WITH_DIGITS = re.compile(r"BEP-?2(?:0)?\b|ERC-?20|TRC-?20|BEP8|bnb1|\b0x|Web3", re.IGNORECASE)


def numbers_come_from_facts(content: Content) -> Iterator[str]:
    for code in content.locales:
        for key, record in content.entries(code).items():
            for field in ("text", "warning", "again"):
                bare = NAMES_WITH_DIGITS.sub("", re.sub(r"\{[^}]*\}|\]\(link:[^)]*\)", "", str(record.get(field, ""))))
                bare = re.sub(r"(?m)^\s*\d+\.\s", "", bare)
                if re.search(r"\d", bare):
                    yield f"locales/{code}: {key}: {field} has a number that is not from facts/"
                if re.search(r"https?://|www\.", bare):
                    yield f"locales/{code}: {key}: {field} has an address; name a link id instead"


def no_mixed_scripts(content: Content) -> Iterator[str]:
    for code in content.locales:
        for key, record in content.entries(code).items():
            texts = " ".join(str(record.get(field, "")) for field in ("label", "text", "warning", "again"))
            yield from (f"locales/{code}: {key}: {wrong}" for wrong in _mixed(texts, code))


def _mixed(text: str, code: str) -> Iterator[str]:
    for word in re.findall(r"[^\W\d_]+", visible(text)):
        cyrillic = re.search(r"[а-яё]", word, re.IGNORECASE)
        if cyrillic and re.search(r"[a-z]", word, re.IGNORECASE):
            yield f"{word!r} mixes two scripts"
        elif cyrillic and languages()[code].script != "Cyrillic":
            yield f"{word!r} is Cyrillic"


LAWS: tuple[Callable[[Content], Iterator[str]], ...] = (
    same_keys_in_every_language,
    same_shape_in_every_language,
    notes_in_every_language,
    widget_labels_in_every_language,
    phrases_in_every_language,
    ticket_texts_in_every_language,
    mail_words_in_every_language,
    values_are_given,
    keys_are_used,
    intents_have_rules_and_messages,
    messages_have_one_need,
    languages_have_conversations,
    answers_carry_their_links,
    links_resolve,
    copy_fits,
    numbers_come_from_facts,
    no_mixed_scripts,
)


def broken(content: Content) -> bool:
    """Whether any law says anything."""
    return any(next(law(content), None) for law in LAWS)
