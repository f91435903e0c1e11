"""Words that people write between the words of a phrase to count them: "first word ...", "kata kedua ...", "номер три ..."."""

from __future__ import annotations

import re

from waypost.safety.wordlists import folded

_WRITTEN = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth
eighteenth nineteenth twentieth st nd rd th word words number nr no num and then next
een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig
eenentwintig tweeëntwintig drieëntwintig vierentwintig eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde
twaalfde dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende twintigste eenentwintigste tweeëntwintigste
drieëntwintigste vierentwintigste ste de woord woorden nummer dan daarna en
один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать
семнадцать восемнадцать девятнадцать двадцать раз слово слова номер потом затем далее ое ый ой ая
satu dua tiga empat lima enam tujuh lapan delapan sembilan sepuluh sebelas belas puluh pertama kedua ketiga keempat kelima keenam
ketujuh kelapan kedelapan kesembilan kesepuluh kesebelas ke kata perkataan nombor nomor kemudian lalu dan seterusnya
ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv
"""
_RUSSIAN_ORDINALS = re.compile(
    "(?:перв|втор|треть|четверт|пят|шест|седьм|восьм|девят|десят|одиннадцат|двенадцат|тринадцат|четырнадцат|пятнадцат|шестнадцат|"
    "семнадцат|восемнадцат|девятнадцат|двадцат)(?:ыи|ои|ая|ое|ее|ии|ья|ье|ь)?"
)
_FILLERS = frozenset(map(folded, _WRITTEN.split()))


def is_counter(word: str) -> bool:
    """word: folded."""
    return word in _FILLERS or _RUSSIAN_ORDINALS.fullmatch(word) is not None


def is_counter_or_letter(word: str) -> bool:
    """Single letters count too: "a) ... b) ..."."""
    return (len(word) == 1 and word < "\u0500") or is_counter(word)
