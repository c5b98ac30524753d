"""What columns mean to us, and the names that a host gives them."""

import attrs
from attrs import frozen

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import checked_text
from cyclades_accounts.rosters._files.cells import fold_label


@frozen(kw_only=True)
class RosterColumns:
    """Names of the columns that mean something to us.

    Names are compared without case, accents and punctuation. For a reader, ``None`` leaves the column to its usual
    titles; a writer leaves it out.

    Raises:
        InvalidValueError: a name has neither letter nor digit, or two columns have the same name.
    """

    family_name: str | None = None
    """« Nom de famille », as the civil registry writes it."""
    given_names: str | None = None
    """All of them, a space or a comma between two (INSEE); those of « Prénom 2 » and the like follow."""
    full_name: str | None = None
    """Family name in capitals and given names in one cell, as PRONOTE writes them. Read where the two have no columns
    of their own; never written."""
    status: str | None = None
    """State of the candidature (M2). A file without it is read, with a warning: no candidature gets an account unless
    :attr:`ReaderOptions.status` tells the state."""
    ine: str | None = None
    """INE. A file without it is joined to another file (:func:`merge_rosters`), or read with a resolver."""
    usage_name: str | None = None
    """« Nom d'usage »."""
    birth_date: str | None = None
    """jj/mm/aaaa."""
    division: str | None = None
    """« Division de classe »; the cell may stand between apostrophes: ``'3A'``."""
    category: str | None = None
    """« Catégorie Candidat »; without the column every candidate is a SCOLAIRE."""
    number: str | None = None
    """Number of the candidate in the session; never a key of the person."""
    email: str | None = None
    """E-mail address. A file without it is read, with a warning: no candidature gets an account (M3)."""
    serie: str | None = None
    """« Série (libellé) »."""
    qualification: str | None = None
    """« Qualification présentée »."""
    login: str | None = None
    """« Identifiant de connexion »: written for the school (M13), and read for a host that migrates its logins. The
    reader creates no account from it."""
    school: str | None = None
    """Code UAI. A line of another school is left out; a text that is no UAI is ignored."""
    left_on: str | None = None
    """Day on which the pupil left the school, jj/mm/aaaa. A pupil who has left makes no candidature."""

    def __attrs_post_init__(self) -> None:
        seen: set[str] = set()
        for attribute, name in self.names().items():
            label = fold_label(checked_text(attribute, name))
            if not label or label in seen:
                raise InvalidValueError(attribute, name, "a column name that no other column has")
            seen.add(label)

    def names(self) -> dict[str, str]:
        """Return the names of the columns that a file may have, by attribute."""
        return {attribute: name for attribute, name in attrs.asdict(self).items() if name is not None}
