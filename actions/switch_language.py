"""Another language: the switch that was asked for, with the question that was open or the last answer; or the menu of what is spoken."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.moves import OPEN_QUESTIONS, open_question
from actions.say import Events, say
from actions.turn import Turn
from waypost.content.answers import QUESTIONS, SMALLTALK, speak
from waypost.content.catalog import Button
from waypost.content.languages import languages, live_languages
from waypost.content.live import catalog


class ActionSwitchLanguage(Action):
    """Confirms a switch in the new language, or asks which language is wanted."""

    def name(self) -> str:
        return "action_switch_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        if turn.wish:
            return confirm_language(dispatcher, turn)
        key = "switch_language.unsupported" if turn.foreign or turn.need == "foreign_language" else "switch_language.menu"
        return say(dispatcher, turn, key, buttons=language_menu())


def confirm_language(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    """Says, in the turn's locale, that it goes on in it: with the question that was open, or with a button to the last answer."""
    values = {"language": languages()[turn.locale].name}
    if turn.last_key in OPEN_QUESTIONS or turn.last_key in QUESTIONS:
        question = open_question(turn, turn.last_key)
        said = say(dispatcher, turn, "switch_language.going_on", values=values, below=question.text, buttons=question.buttons)
        return [*said, SlotSet("last_key", turn.last_key)]
    return say(dispatcher, turn, "switch_language", values=values, buttons=_last_answer_and_others(turn))


def _last_answer_and_others(turn: Turn) -> list[Button]:
    """The last answer as the first button: it was read in the other language. Then the usual ones, as many as these are."""
    written = [need for _, need in catalog().entry(turn.locale, "switch_language").buttons]
    last = turn.last_need if turn.last_need in catalog().keys(turn.locale) and turn.last_need not in SMALLTALK else None
    needs = list(dict.fromkeys([*([last] if last else []), *written]))[: len(written)]
    return [catalog().button(turn.locale, need) for need in needs]


def language_menu() -> list[Button]:
    """A button for every live language by its own name."""
    return [Button(languages()[code].name, speak(code)) for code in live_languages()]
