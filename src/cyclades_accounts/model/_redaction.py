"""A report without a person: what the journal keeps once somebody is erased (RGPD, article 17)."""

from collections.abc import Mapping
from typing import Final

from attrs import evolve, field, frozen

from cyclades_accounts.identifiers import CandidateId, Login
from cyclades_accounts.model._notice import Notice
from cyclades_accounts.model._outcome import Outcome, Refusal
from cyclades_accounts.model._report import (
    AccountReport,
    ImposedLogin,
    ImposedLoginsReport,
    Report,
    RosterReport,
    RunReport,
)
from cyclades_accounts.model._run import Run

ERASED: Final = "(effacé)"
"""Stands where a name or a login of an erased person stood."""

_PERSONAL: Final = frozenset({"characters", "login", "name", "value"})
"""Facts of a refusal that tell whom it is about."""


def _copied(value: Mapping[CandidateId, CandidateId]) -> dict[CandidateId, CandidateId]:
    return dict(value)


@frozen
class Erasure:
    """Whom to leave out of reports."""

    aliases: Mapping[CandidateId, CandidateId] = field(converter=_copied)
    """Every key of the person, each with the text that stands in for it: one that tells nothing."""
    logins: frozenset[Login] = frozenset()
    """Every login that was the person's."""

    def leave_out(self, report: Report) -> Report:
        """Return the report without the person: same numbers, same order, no key, no name, no login.

        A report that does not name the person comes back equal.
        """
        head = evolve(report.run, subject=self._text(report.run.subject))
        match report:
            case RunReport():
                return evolve(
                    report,
                    run=head,
                    outcomes=tuple(map(self._outcome, report.outcomes)),
                    notices=self._notices(report.notices),
                )
            case RosterReport():
                return self._roster(report, head)
            case AccountReport():
                login = report.login
                return evolve(
                    report,
                    run=head,
                    candidate_id=self._key(report.candidate_id),
                    login=None if login in self.logins else login,
                )
            case ImposedLoginsReport():
                return evolve(report, run=head, logins=tuple(map(self._imposed, report.logins)))
            case _:
                return evolve(report, run=head)

    def _roster(self, report: RosterReport, head: Run) -> RosterReport:
        def keys(values: tuple[CandidateId, ...]) -> tuple[CandidateId, ...]:
            return tuple(map(self._key, values))

        return evolve(
            report,
            run=head,
            added=keys(report.added),
            updated=keys(report.updated),
            unchanged=keys(report.unchanged),
            missing=keys(report.missing),
            conflicting=keys(report.conflicting),
            merged=keys(report.merged),
            notices=self._notices(report.notices),
        )

    def _key(self, key: CandidateId) -> CandidateId:
        return self.aliases.get(key, key)

    def _text(self, text: str) -> str:
        words = (self.aliases.get(CandidateId(word), word) for word in text.split(" "))
        return " ".join(ERASED if word in self.logins else word for word in words)

    def _outcome(self, outcome: Outcome) -> Outcome:
        if outcome.candidate_id not in self.aliases:
            return outcome
        return evolve(
            outcome,
            candidate_id=self._key(outcome.candidate_id),
            name=ERASED,
            login=None,
            former_login=None,
            refusal=_impersonal(outcome.refusal),
        )

    def _imposed(self, line: ImposedLogin) -> ImposedLogin:
        if line.candidate_id not in self.aliases and line.login not in self.logins:
            return line
        return ImposedLogin(self._key(line.candidate_id), ERASED, _impersonal(line.refusal))

    def _notices(self, notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
        """Leave out what concerns the person: its facts are their name, birth date, e-mail or login."""
        return tuple(notice for notice in notices if self.aliases.keys().isdisjoint(notice.candidates))


def _impersonal(refusal: Refusal | None) -> Refusal | None:
    if refusal is None:
        return None
    kept = {name: ERASED if name in _PERSONAL else value for name, value in refusal.facts}
    return Refusal(refusal.reason, kept)
