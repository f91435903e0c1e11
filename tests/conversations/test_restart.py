"""A move that was half said and a tree that was half gone through go on after the bot was restarted, in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.bot import running_bot
from waypost.content.answers import ask
from waypost.content.languages import live_languages
from waypost.content.live import phrases
from waypost.moves.advice import advise
from waypost.moves.lore import Place

BEFORE = {
    "en": "how do i withdraw USDT from Binance to MetaMask",
    "nl": "hoe kan ik USDT van Binance naar MetaMask opnemen",
    "ru": "как вывести USDT с Binance в MetaMask",
    "ms": "macam mana nak keluarkan USDT dari Binance ke MetaMask",
    "id": "gimana cara narik USDT dari Binance ke MetaMask",
}
AFTER = {
    "en": "on BNB Smart Chain",
    "nl": "op BNB Smart Chain",
    "ru": "в сети BNB Smart Chain",
    "ms": "di BNB Smart Chain",
    "id": "di BNB Smart Chain",
}
STUCK = {"en": "my transaction is pending for hours", "nl": "mijn transactie staat al uren op pending"}


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("restarted")


def test_what_was_said_before_a_restart_counts_after_it(var: Path) -> None:
    with running_bot(var) as bot:
        for locale in live_languages():
            assert bot.say(f"move-{locale}", BEFORE[locale]).envelope["answer"] == "withdraw"
        for locale, text in STUCK.items():
            assert ask("pending.waiting") in [button["payload"] for button in bot.say(f"tree-{locale}", text).buttons]
            assert bot.say(f"tree-{locale}", ask("pending.waiting")).envelope["kind"] == "clarify"
    with running_bot(var) as bot:
        for locale in live_languages():
            reply = bot.say(f"move-{locale}", AFTER[locale])
            verdict = phrases().say(locale, advise("USDT", Place("binance"), Place("metamask", "bsc")).reason)
            assert (reply.envelope["locale"], verdict in reply.texts[0]) == (locale, True), reply.texts[0]
        for locale in STUCK:
            reply = bot.say(f"tree-{locale}", "MetaMask")
            assert (reply.envelope["answer"], reply.envelope["kind"], reply.envelope["locale"]) == ("pending", "answer", locale)
