"""The tables, and every invariant of the ports that a constraint can state.

``DO_NOTHING`` leaves references to the database, which checks them when the transaction ends: a unit may write in any
order. Texts have no length, so nothing is ever cut.
"""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from cyclades_accounts.model import CandidatureStatus, LoginKind


class School(models.Model):
    """A school (M1)."""

    uai = models.TextField(primary_key=True)
    name = models.TextField()
    manages_candidates = models.BooleanField()

    def __str__(self) -> str:
        return self.uai


class Candidate(models.Model):
    """A person."""

    id = models.TextField(primary_key=True)
    family_name = models.TextField()
    given_names = models.TextField()
    birth_date = models.DateField(null=True)
    usage_name = models.TextField(null=True)
    former_schools = models.JSONField(default=list)

    class Meta:
        """Names are not empty."""

        constraints: ClassVar = [CheckConstraint(condition=~Q(family_name="") & ~Q(given_names=""), name="named")]

    def __str__(self) -> str:
        return self.id


class MergedCandidate(models.Model):
    """A key that belongs to a person with another key."""

    lost = models.TextField(primary_key=True)
    kept = models.ForeignKey(Candidate, models.DO_NOTHING, related_name="+")

    def __str__(self) -> str:
        return self.lost


class Candidature(models.Model):
    """A person's file at a school for a session (M2, M3, M4)."""

    candidate = models.ForeignKey(Candidate, models.DO_NOTHING, related_name="+")
    school = models.ForeignKey(School, models.DO_NOTHING, related_name="+", db_index=False)
    session = models.TextField()
    status = models.TextField()
    email = models.TextField(null=True)
    serie = models.TextField()
    division = models.TextField()
    qualification = models.TextField()
    category = models.TextField()
    number = models.TextField(null=True)

    class Meta:
        """One for a person, a school and a session; lists are by school and session."""

        constraints: ClassVar = [
            UniqueConstraint(fields=["candidate", "school", "session"], name="one_candidature"),
            CheckConstraint(condition=Q(status__in=[status.value for status in CandidatureStatus]), name="status"),
        ]
        indexes: ClassVar = [Index(fields=["school", "session"], name="candidature_list")]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.school_id} {self.session}"


class Account(models.Model):
    """An account (M6 to M8). Its password is a hash, in ``credential``."""

    id = models.TextField(primary_key=True)
    candidate = models.ForeignKey(Candidate, models.DO_NOTHING, related_name="+")
    login = models.TextField(unique=True)
    kind = models.TextField()
    issued_by = models.TextField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", models.DO_NOTHING, related_name="+", null=True)
    credential = models.JSONField(null=True)
    past = models.JSONField(default=list)

    class Meta:
        """A person has one account at most among those that no other has replaced."""

        constraints: ClassVar = [
            UniqueConstraint(fields=["candidate"], condition=Q(replaced_by__isnull=True), name="one_account_stands"),
            CheckConstraint(condition=Q(kind__in=[kind.value for kind in LoginKind]), name="kind"),
            CheckConstraint(
                condition=Q(kind=LoginKind.EMAIL.value) | Q(issued_by__isnull=False, credential__isnull=False),
                name="generated_by_a_school",
            ),
            CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(closed_at__isnull=False), name="replaced_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Report(models.Model):
    """A report of the journal; ``rank`` is the order in which they were added."""

    rank = models.BigAutoField(primary_key=True)
    run_id = models.TextField(unique=True)
    school = models.TextField(null=True)
    candidate_id = models.TextField(null=True, db_index=True)
    at = models.DateTimeField()
    report = models.JSONField()

    class Meta:
        """Lists are by school, newest first."""

        indexes: ClassVar = [Index(fields=["school", "-at", "rank"], name="journal_list")]

    def __str__(self) -> str:
        return self.run_id


class IssuedLogin(models.Model):
    """A login, issued to an account or imposed on a person: one key for both, so that it is never two people's."""

    login = models.TextField(primary_key=True)
    imposed_on = models.OneToOneField(Candidate, models.DO_NOTHING, related_name="+", null=True)
    account = models.ForeignKey(Account, models.DO_NOTHING, related_name="+", null=True)
    issued_at = models.DateTimeField(null=True)
    run = models.ForeignKey(Report, models.DO_NOTHING, related_name="+", null=True, to_field="run_id", db_index=False)
    stem = models.TextField(null=True, db_index=True)
    number = models.PositiveIntegerField(null=True)

    class Meta:
        """Either issued or imposed."""

        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(imposed_on__isnull=False, account__isnull=True, issued_at__isnull=True, run__isnull=True)
                | Q(imposed_on__isnull=True, account__isnull=False, issued_at__isnull=False, run__isnull=False),
                name="issued_or_imposed",
            ),
            CheckConstraint(
                condition=Q(stem__isnull=True, number__isnull=True) | Q(stem__isnull=False, number__gte=1),
                name="numbered_with_a_stem",
            ),
        ]

    def __str__(self) -> str:
        return self.login


class ErasedLogin(models.Model):
    """What is left of the login of an erased person."""

    digest = models.TextField(primary_key=True)
    key_id = models.TextField(db_index=True)

    def __str__(self) -> str:
        return self.digest


class Stem(models.Model):
    """The highest number ever issued for a stem: the row that two runs with homonyms queue for."""

    stem = models.TextField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.stem} {self.last}"


class Document(models.Model):
    """A document with its sealed content (M9, M16); ``rank`` is the order in which they were added."""

    rank = models.BigAutoField(primary_key=True)
    key = models.TextField(unique=True)
    run = models.ForeignKey(Report, models.DO_NOTHING, related_name="+", to_field="run_id")
    school = models.ForeignKey(School, models.DO_NOTHING, related_name="+", db_index=False)
    session = models.TextField()
    title = models.TextField()
    name = models.TextField()
    layout = models.TextField()
    size = models.PositiveBigIntegerField()
    papillons = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    type = models.TextField()
    purged_at = models.DateTimeField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        """A document has its content until it is purged; lists are by school and session, newest first."""

        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(purged_at__isnull=True, sealed__isnull=False)
                | Q(purged_at__isnull=False, sealed__isnull=True),
                name="purged_has_no_content",
            )
        ]
        indexes: ClassVar = [Index(fields=["school", "session", "-created_at", "rank"], name="document_list")]

    def __str__(self) -> str:
        return self.key


class Slip(models.Model):
    """A sealed slip (papillon); ``rank`` is the order in which they were added."""

    rank = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Report, models.DO_NOTHING, related_name="+", to_field="run_id", db_index=False)
    account = models.ForeignKey(Account, models.DO_NOTHING, related_name="+")
    credential_version = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        """One for a run, an account and a version of its password."""

        constraints: ClassVar = [
            UniqueConstraint(fields=["run", "account", "credential_version"], name="one_slip"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.account_id} {self.credential_version}"
