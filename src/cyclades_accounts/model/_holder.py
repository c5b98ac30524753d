"""Whose an account is: the holder (titulaire), and the school that holds the person (établissement de rattachement)."""

from attrs import evolve, frozen

from cyclades_accounts.identifiers import CandidateId, Uai
from cyclades_accounts.model._candidature import Candidate
from cyclades_accounts.model._identity import comparable


@frozen
class Holder:
    """The person to whom an account was given, as last printed on a slip.

    The library keeps it beside the account, so that it notices a key that the host gave to another pupil, and a person
    who comes back under another key. A key that a school confirmed to be another person has a holder without account.
    """

    candidate: Candidate
    uai: Uai | None
    """The holding school (établissement de rattachement): the one that issued the account, then the one that a transfer
    names. ``None`` where no school holds the person: an account that a candidate of several schools made from an e-mail
    address (M8)."""
    asked_by: Uai | None = None
    """The school whose transfer waits for the holding school, or for the host; ``None`` where none waits."""
    contested: bool = False
    """Whether a school asked for the person since they were last handed over, withdrew a line that was wrong, or had
    them before, with a line that still agrees. No transfer is then granted at once: whoever was refused, or withdrew
    the request, could be guessing, and a former school's run would undo the transfer."""

    @property
    def candidate_id(self) -> CandidateId:
        """The person's key."""
        return self.candidate.id

    def asked(self, uai: Uai) -> "Holder":
        """Return the holder once a school has asked for the person. One request waits at a time: the first one."""
        return evolve(self, asked_by=self.asked_by or uai, contested=True)


def face_of(candidate: Candidate) -> str | None:
    """Return the birth date and the family name as one text, by which a store finds people who may be one person.

    The family name is compared without case and accents. ``None`` where the birth date is not known: a name alone finds
    nobody.
    """
    born = candidate.birth_date
    return None if born is None else f"{born.isoformat()} {comparable(candidate.family_name)}"
