"""A host's own people, read and never written: three methods over the tables that it has (M1, M2, M7).

A host that has people of its own implements :class:`People` and gives it to its store. A host that has none leaves it
out: the store then keeps them, and :class:`~cyclades_accounts.provisioning.Registry` writes them.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final, Protocol

from cyclades_accounts.errors import InvalidValueError, PeopleFailedError, StoreConflictError
from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidature, NoCandidature, Row, School

__all__ = ["CheckedPeople", "NoCandidature", "People", "Row", "integer_keys", "row"]


class People(Protocol):
    """The people of a host, read from its own tables.

    Nothing here writes or locks, and no order is asked for. Each answer is of committed rows, or of the host's own
    transaction where the store works in it. What it answers is checked: a foreign school or session, or a person nobody
    asked for, is a :class:`~cyclades_accounts.errors.PeopleFailedError`.

    **A key never gets another person**, not even once its row is deleted.
    """

    def school(self, uai: Uai) -> School | None:
        """Return the school, with its service (M1); ``None`` where the host does not know it."""
        ...

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Row]:
        """Return every row of a school for a session, each once: a candidature, or why it is none (:func:`row`)."""
        ...

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        """Return every candidature of these people, of any school and session (M7); keys may be unknown.

        A fixed number of statements serves any number of keys: a forced run asks for everybody with an account.
        """
        ...


class CheckedPeople:
    """The people of a host as a store hands them out: whatever they raise or answer wrongly is one error.

    Args:
        people: the host's own.
        guarded: calls a function and translates what a database raises in it; by default it only calls.
    """

    def __init__(self, people: People, guarded: Callable[[Callable[[], Any]], Any] = lambda work: work()) -> None:
        self._people = people
        self._guarded = guarded

    def school(self, uai: Uai) -> School | None:
        """Return the school, or ``None``."""
        found = self._ask("school", uai, lambda: self._people.school(uai))
        if found is not None and not (isinstance(found, School) and found.uai == uai):
            raise PeopleFailedError("school", uai, f"it returned {_told(found)}")
        return found

    def of_school(self, uai: Uai, session: SessionId) -> Sequence[Row]:
        """Return the rows of the school for the session."""
        asked = f"{uai} {session}"
        found: list[Any] = self._ask("of_school", asked, lambda: list(self._people.of_school(uai, session)))
        for one in found:
            mine = isinstance(one, Candidature) and (one.uai, one.session_id) == (uai, session)
            if not (mine or isinstance(one, NoCandidature)):
                raise PeopleFailedError("of_school", asked, f"it returned {_told(one)}")
        return found

    def of_candidates(self, ids: Collection[CandidateId]) -> Sequence[Candidature]:
        """Return every candidature of these people."""
        keys = sorted(set(ids))
        asked = keys[0] if len(keys) == 1 else f"{len(keys)} keys"
        found: list[Any] = self._ask("of_candidates", asked, lambda: list(self._people.of_candidates(keys)))
        wanted = frozenset(keys)
        for one in found:
            if not (isinstance(one, Candidature) and one.candidate_id in wanted):
                raise PeopleFailedError("of_candidates", asked, f"it returned {_told(one)}, who was not asked for")
        return found

    def _ask(self, method: str, key: str, question: Callable[[], Any]) -> Any:  # noqa: ANN401  # what a host answers
        try:
            return self._guarded(question)
        except (PeopleFailedError, StoreConflictError):
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is: its message may show a row, and is not chained
            raise PeopleFailedError.of(method, key, error) from None


def _told(answer: object) -> str:
    if isinstance(answer, Candidature):
        return f"a row at {answer.uai} for {answer.session_id}"
    return f"the school {answer.uai}" if isinstance(answer, School) else f"a {type(answer).__name__}"


_FIELDS: Final = {
    "family_name": "nom de famille",
    "given_names": "prénom",
    "birth_date": "date de naissance",
    "usage_name": "nom d’usage",
    "ine": "INE",
    "uai": "code UAI",
    "session_id": "session",
    "status": "état de la candidature",
    "email": "adresse mail",
    "serie": "série",
    "division": "division de classe",
    "qualification": "qualification présentée",
    "category": "catégorie",
    "number": "numéro de candidat",
}
_FEMININE: Final = {"birth_date", "session_id", "email", "serie", "division", "qualification", "category"}

_SHOWN: Final = 100
"""Characters of a value that a reason shows."""


def row(  # a row and its place in the list
    key: object,
    name: str,
    build: Callable[[], Candidature],
    *,
    division: str | None = None,
    serie: str | None = None,
    qualification: str | None = None,
) -> Row:
    """Return the candidature that ``build`` makes of a row of the host, or why the row is none.

    A value that the library refuses is said of the row, and so is a label that the host's own table of labels lacks
    (``KeyError``): the secretary reads it, and the others are served.

    Args:
        key: the key of the person: a text or an integer.
        name: family name and given names as the row has them, so that the secretary finds it; may be empty.
        build: makes the candidature.
        division: « Division de classe », where the row shall stand; ``None`` where it is not known. So for the others.
        serie: « Série (libellé) ».
        qualification: « Qualification présentée ».

    Raises:
        PeopleFailedError: ``build`` failed otherwise, which is a fault of the host's program, or the key is none; it
            names the key.
    """
    try:
        return build()
    except InvalidValueError as error:
        if error.field == "candidate_id":
            raise PeopleFailedError.of("row", str(key), error) from None
        e = "e" if error.field in _FEMININE else ""
        what, value = _FIELDS.get(error.field, error.field), _shown(error.value)
        reason = f"{what} « {value} » incorrect{e}" if value else f"{what} non renseigné{e}"
    except KeyError as error:
        label = "" if error.args in {(), (None,)} else _shown(str(error.args[0]))
        reason = f"« {label} » n’est pas un libellé connu" if label else "libellé non renseigné"
    except Exception as error:  # noqa: BLE001  # whatever it is: its message may show the row, and is not chained
        raise PeopleFailedError.of("row", str(key), error) from None
    try:
        return NoCandidature(
            CandidateId(str(key)),
            reason,
            name=_shown(name),
            serie=_shown(serie or ""),
            division=_shown(division or ""),
            qualification=_shown(qualification or ""),
        )
    except InvalidValueError as error:
        raise PeopleFailedError.of("row", str(key), error) from None


def _shown(value: str) -> str:
    """Return a value of a row as a reason may show it: one line, not long, and nothing that a database refuses."""
    return " ".join("".join(char if char.isprintable() else " " for char in value[:_SHOWN]).split())


_INTEGER: Final = re.compile("0|-?[1-9][0-9]{0,18}")
_LARGEST: Final = 2**63 - 1


def integer_keys(keys: Collection[str]) -> list[int]:
    """Return the integers among these keys that a database can hold (8 bytes, signed); the others are nobody's there.

    Only the plain form counts: ``7``, and neither ``07`` nor ``+7``.
    """
    numbers = (int(key) for key in keys if _INTEGER.fullmatch(key))
    return [number for number in numbers if -_LARGEST <= number <= _LARGEST]
