"""What a generation would meet, before it runs: M3.

« Je dois vérifier les candidatures de mes élèves avant de tenter de générer leurs comptes »: who would get an account,
who would not and why, and what else to look at. It is read from a plan: nothing is written, and no login is used up.
"""

from collections.abc import Mapping

from attrs import field, frozen

from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.model import ExamSession, Outcome, RefusalReason, School
from cyclades_accounts.provisioning import EVERYBODY, Desk, Generation, Plan
from cyclades_accounts.rosters._checks.diagnosis import can_be_email


@frozen
class Preflight:
    """What a generation would meet now."""

    school: School
    """The school, as it is registered."""
    session: ExamSession
    """The session of the candidatures."""
    plan: Plan
    """One outcome for each candidature, in the order of its grouping."""
    impossible_emails: Mapping[CandidateId, str] = field(repr=False)
    """Texts that cannot be an e-mail address, by candidate. These candidatures would get an account all the same, since
    M3 asks for an address that is not blank, no more."""
    not_awaited: frozenset[CandidateId] = field(default=frozenset(), repr=False)
    """Candidates who should have no account, as the host's eligibility policy says (M12)."""

    @property
    def to_correct(self) -> tuple[Outcome, ...]:
        """Candidatures that would get no account, and would get one if the school corrected them; in order."""
        return tuple(one for one in self.plan.refused if one.candidate_id not in self.not_awaited)

    @property
    def out_of_scope(self) -> tuple[Outcome, ...]:
        """Candidatures that are to get no account: by the memo, not scolaires or not registered (M2); in order."""
        return tuple(one for one in self.plan.refused if one.candidate_id in self.not_awaited)

    @property
    def is_ready(self) -> bool:
        """Whether there is nothing to correct, no address to check, no slip to replace and nothing to look at."""
        return not (self.to_correct or self.impossible_emails or self.plan.short or self.plan.notices)


def preflight(
    desk: Desk, school: School, generation: Generation = EVERYBODY, *, check_emails: bool = True
) -> Preflight:
    """Say what a generation with the same choices would meet (M3).

    Args:
        desk: the desk that would generate.
        school: the desk's school, as it is registered.
        generation: whom the generation would serve.
        check_emails: whether to say which addresses cannot be one; needs the extra ``rosters``.

    Raises:
        UnknownSchoolError: the store does not know the school.
        ServiceNotGrantedError: the school lacks the service (M1).
        EmptyRosterError: the school has no candidature for the session.
        UnknownGroupError: a chosen group does not exist (M4).
        SessionOverError: the session is over, and passwords would be issued.
        EligibilityFailedError: the host's policy failed.
        MissingExtraError: the extra ``rosters`` is not installed.
    """
    plan = desk.plan(generation)
    creatable = {outcome.candidate_id for outcome in plan.created} if check_emails else set[CandidateId]()
    lines = desk.roster_list(generation.grouping) if creatable else ()
    emails = {line.candidature.candidate.id: line.candidature.email or "" for line in lines}
    missing = desk.coverage(generation.grouping).missing if plan.refused else ()
    outside = {one.candidate_id for one in missing if not one.is_expected}
    return Preflight(
        school,
        desk.session,
        plan,
        {key: email for key, email in emails.items() if key in creatable and not can_be_email(email)},
        frozenset(outside | {one.candidate_id for one in plan.refused if _keeps_account(one)}),
    )


def _keeps_account(outcome: Outcome) -> bool:
    """Whether a person who has an account is refused a new password because of the state (M2): nothing is missing."""
    reason = outcome.refusal.reason if outcome.refusal else None
    return outcome.login is not None and reason is RefusalReason.NOT_REGISTERED
