"""Named policies, and what they are made of; each with its source or « our choice »."""

from typing import Final

from cyclades_accounts.passwords._policy import PasswordPolicy
from cyclades_accounts.passwords._rules import CharacterClass, ForbiddenCharacters, ForbiddenStarts, Groups

LOOK_ALIKES: Final = "0O1lI|'`"
"""Characters that are taken for one another on paper: ``0 O``, ``1 l I |``, and the apostrophe and the backquote."""

HARD_ON_AZERTY: Final = "~#{[|`\\^@]}"
"""Characters that need AltGr or a dead key on a French AZERTY keyboard."""

FORMULA_STARTS: Final = "=+-@"
"""First characters that make a spreadsheet read a formula (OWASP "CSV Injection")."""

AZERTY_SYMBOLS: Final = "!$%&/<>?"
"""Symbols on a French AZERTY keyboard without AltGr or dead key, less those that are small in print (comma, points,
quotes, underscore), those of the slip's own « (*) », and those that begin a spreadsheet formula (``= + - @``). Our
choice."""

NO_LOOK_ALIKES: Final = ForbiddenCharacters("look-alike", LOOK_ALIKES)
"""Forbids the characters that are confused on paper."""
EASY_ON_AZERTY: Final = ForbiddenCharacters("hard to type on AZERTY", HARD_ON_AZERTY)
"""Forbids the characters that need AltGr or a dead key on a French keyboard."""
NO_FORMULA: Final = ForbiddenStarts("formula", FORMULA_STARTS)
"""Forbids what makes a spreadsheet read a formula: the cure, a quote in front, would change the password."""


def _without_look_alikes(characters: str) -> frozenset[str]:
    return frozenset(characters) - frozenset(LOOK_ALIKES)


LOWER: Final = CharacterClass("lower-case letter", _without_look_alikes("abcdefghijklmnopqrstuvwxyz"))
"""Lower-case letters without look-alikes."""
UPPER: Final = CharacterClass("upper-case letter", _without_look_alikes("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
"""Upper-case letters without look-alikes."""
DIGIT: Final = CharacterClass("digit", _without_look_alikes("0123456789"))
"""Digits without look-alikes."""
SYMBOL: Final = CharacterClass("symbol", AZERTY_SYMBOLS)
"""Symbols: :data:`AZERTY_SYMBOLS`."""

MEMO_2024: Final = PasswordPolicy(
    name="MEMO_2024",
    source="the shape of the memo's example (M10): 10 characters, all four classes; which characters is our choice",
    length=10,
    classes=(LOWER, UPPER, DIGIT, SYMBOL),
    throttled=True,
    rules=(NO_LOOK_ALIKES, EASY_ON_AZERTY, NO_FORMULA),
)
"""The default. 59.2 bits: the host must limit tries (CNIL 2022-100 case 2)."""

FOUR_GROUPS: Final = PasswordPolicy(
    name="FOUR_GROUPS",
    source="80 bits alone: CNIL 2022-100 case 1; at least 15 characters: NIST SP 800-63B-4; the groups are our choice",
    length=19,
    classes=(CharacterClass("lower-case letter or digit", LOWER.characters | DIGIT.characters),),
    also=frozenset("-"),
    rules=(NO_LOOK_ALIKES, EASY_ON_AZERTY, NO_FORMULA, Groups(4, "-")),
)
"""Four groups of four lower-case letters and digits: 80.7 bits, enough alone (CNIL 2022-100 case 1)."""
