"""The tables that the host has anyway: its schools, its pupils, and what each of them is entered for."""

from typing import ClassVar

from django.db import models
from django.db.models import Index, UniqueConstraint


class School(models.Model):
    """A school."""

    uai = models.CharField(primary_key=True, max_length=8)
    name = models.CharField(max_length=200)
    manages_candidates = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.uai


class Pupil(models.Model):
    """A person. Neither database gives the key of a deleted row to another one: Django makes it ``AUTOINCREMENT``."""

    family_name = models.CharField(max_length=100)
    given_names = models.CharField(max_length=100)
    usage_name = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField(null=True)
    ine = models.CharField(max_length=11, blank=True)

    def __str__(self) -> str:
        return f"{self.family_name} {self.given_names}"


class State(models.TextChoices):
    """State of an entry: the host's letter, and the label that the library reads (M2)."""

    ENTERED = "E", "Inscrit"
    TO_CONFIRM = "C", "Pré-inscrit"
    WITHDRAWN = "W", "Démissionnaire"


class Entry(models.Model):
    """A pupil's file at a school for a session."""

    pupil = models.ForeignKey(Pupil, models.PROTECT)
    school = models.ForeignKey(School, models.PROTECT, db_index=False)
    session = models.CharField(max_length=20)
    state = models.CharField(max_length=1, choices=State)
    email = models.CharField(max_length=254, blank=True)
    division = models.CharField(max_length=20, blank=True)
    serie = models.CharField(max_length=50, blank=True)
    category = models.CharField(max_length=50, blank=True)

    class Meta:
        """One for a pupil, a school and a session; the library asks by school and session, and by pupil."""

        constraints: ClassVar = [UniqueConstraint(fields=["pupil", "school", "session"], name="one_entry")]
        indexes: ClassVar = [Index(fields=["school", "session"], name="entries_of_a_school")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.school_id} {self.session}"
