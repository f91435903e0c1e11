"""A message gets the warning that fits it, and an ordinary question keeps its own answer, whatever hosts it names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from waypost.content.facts import facts
from waypost.content.languages import live_languages
from waypost.content.live import catalog
from waypost.errors import SettingsError
from waypost.safety.phishing_list import PhishingList
from waypost.safety.shield import KEYS, Shield, shield

WARNED = [
    ("en", "is metamask-unlock.io the real site", "safety", "safety.link_imitation"),
    ("en", "how do i withdraw from https://binance.com-pay.top to metamask", "withdraw", "safety.link_imitation"),
    ("en", "is https://support.metamask.io legit?", "safety", "safety.link_official"),
    ("en", "can i trust stargate.finance, is it legit", "safety", "safety.link_unknown"),
    ("en", "https://revoke.cash", "nlu_fallback", "safety.link_unknown"),
    ("en", "he wants me to install AnyDesk", "out_of_scope", "safety.support"),
    ("en", "support told me to validate my wallet", "pending", "safety.validate"),
    ("en", "they say I must pay a tax to unlock my withdrawal", "withdraw", "safety.fee"),
    ("en", "I gave my recovery phrase to a man on Discord", "safety", "safety.shared"),
    ("en", "typed my seed into metamask-unlock.io yesterday", "safety", "safety.shared"),
    ("nl", "ik heb mijn herstelzin ingevuld op een site", "safety", "safety.shared"),
    ("nl", "een medewerker van Binance appte me net", "handoff", "safety.support"),
    ("nl", "ik moet mijn wallet eerst laten valideren", "network_setup", "safety.validate"),
    ("nl", "klopt metamask-herstel.nl, is dat echt", "safety", "safety.link_imitation"),
    ("ru", "я отправил ему секретную фразу", "safety", "safety.shared"),
    ("ru", "мне написал сотрудник поддержки", "safety", "safety.support"),
    ("ru", "просят заплатить налог, чтобы разблокировать вывод", "withdraw", "safety.fee"),
    ("ru", "сайт binance-vhod.com настоящий?", "safety", "safety.link_imitation"),
    ("ms", "saya dah terbagi frasa pemulihan kat dia", "safety", "safety.shared"),
    ("ms", "ada ejen sokongan mesej saya dulu", "handoff", "safety.support"),
    ("ms", "kena bayar cukai dulu baru boleh lepaskan dana", "withdraw", "safety.fee"),
    ("ms", "betulkah metamask-my.com laman rasmi", "safety", "safety.link_imitation"),
]
QUIET = [
    ("en", "how do i withdraw USDT from binance.us to MetaMask", "withdraw"),
    ("en", "is binance.us the same as binance.com", "platforms"),
    ("en", "https://bscscan.com/tx/0x" + "ab" * 32, "transaction"),
    ("en", "I followed https://support.metamask.io and still see no tokens", "missing_tokens"),
    ("en", "I bridged with https://stargate.finance and nothing arrived", "bridge_missing"),
    ("en", "sent to metamask.how do i see it", "missing_tokens"),
    ("en", "should I ever share my recovery phrase", "safety"),
    ("en", "I never gave anyone my phrase, still the tokens are not there", "missing_tokens"),
    ("en", "which fee do I pay to withdraw BNB", "withdraw"),
    ("en", "binance.us", "refine"),
    ("nl", "hoe neem ik BNB op van binance.com", "withdraw"),
    ("nl", "ik heb mijn herstelzin nooit gedeeld", "safety"),
    ("ru", "как вывести USDT с binance.com на MetaMask", "withdraw"),
    ("ru", "никому не отправлял секретную фразу", "safety"),
    ("ms", "macam mana nak keluarkan BNB dari binance.com", "withdraw"),
    ("ms", "patutkah saya bagi frasa pemulihan", "safety"),
]


@pytest.mark.parametrize(("language", "text", "need", "key"), WARNED, ids=lambda value: str(value)[:40])
def test_a_danger_gets_its_warning(language: str, text: str, need: str, key: str) -> None:
    found = shield(text, language, need)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(("language", "text", "need"), QUIET, ids=lambda value: str(value)[:40])
def test_an_ordinary_question_keeps_its_answer(language: str, text: str, need: str) -> None:
    assert shield(text, language, need) is None


def test_what_was_shared_needs_no_noun_when_that_is_the_subject() -> None:
    assert shield("too late, I already gave it to him", "en", "out_of_scope", "safety") == Shield("safety.shared")
    assert shield("too late, I already gave it to him", "en", "out_of_scope", "withdraw") is None


def test_without_a_language_the_phrases_of_all_of_them_count() -> None:
    assert shield("ik heb mijn herstelzin gedeeld", None, "safety") == Shield("safety.shared")


@pytest.mark.parametrize("locale", live_languages())
@pytest.mark.parametrize("verdict", KEYS)
def test_a_warning_names_the_host_so_that_it_cannot_be_clicked(verdict: str, locale: str) -> None:
    bad = Shield(
        KEYS[verdict], "met\u0430mask.io" if verdict != "official" else "metamask.io", "metamask" if verdict in ("imitation", "official") else None
    )
    reply = catalog().render(locale, bad.key, **bad.values())
    assert "met\u0430mask" not in reply.text
    assert verdict == "official" or "xn--" in reply.text
    assert verdict == "official" or "\\[.\\]io" in reply.text
    assert (reply.answer, reply.kind) == ("safety", "safety")


@pytest.mark.parametrize("locale", live_languages())
def test_the_emergency_steps_stand_in_their_order(locale: str) -> None:
    text = catalog().render(locale, "safety.shared").text
    order = ["1. ", facts().link("mm_download").url, "2. ", "3. ", "4. ", facts().link("mm_sweeper").url, "5. ", "6. ", facts().link("mm_hacked").url]
    assert [text.index(piece) for piece in order] == sorted(text.index(piece) for piece in order)


def test_a_list_of_the_operator_is_heeded(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text(
        json.dumps({"version": 2, "tolerance": 1, "fuzzylist": [], "whitelist": ["good-metamask.example"], "blacklist": ["drain.example"]})
    )
    listed = PhishingList.read(file)
    assert shield("go to https://claim.drain.example/now", "en", "withdraw", None, listed) == Shield(KEYS["listed"], "claim.drain.example")
    assert shield("go to https://good-metamask.example", "en", "withdraw", None, listed) is None
    assert shield("go to https://drain.example", "en", "withdraw") is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"blacklist": 1}', '{"blacklist": [1]}', "not json"])
def test_a_list_in_another_format_stops_the_start(content: str, tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(content)
    with pytest.raises(SettingsError, match="WAYPOST_PHISHING_LIST"):
        PhishingList.read(tmp_path / "list.json")
