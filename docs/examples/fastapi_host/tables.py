"""The tables that the host has: its people, who may act for whom, and what it must deliver."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of the host; those of the library stand beside them."""


class Establishment(Base):
    """A school."""

    __tablename__ = "establishment"

    uai: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    manages_candidates: Mapped[bool]


class Entry(Base):
    """A pupil's entry for an exam session at a school. The key of the pupil is the INE."""

    __tablename__ = "entry"

    pupil: Mapped[str] = mapped_column(primary_key=True)
    school: Mapped[str] = mapped_column(ForeignKey(Establishment.uai), primary_key=True)
    session: Mapped[str] = mapped_column(primary_key=True)
    family_name: Mapped[str]
    given_names: Mapped[str]
    usage_name: Mapped[str | None]
    birth_date: Mapped[date | None]
    state: Mapped[str]
    email: Mapped[str | None]
    serie: Mapped[str]
    division: Mapped[str]
    qualification: Mapped[str]
    category: Mapped[str]

    __table_args__ = (Index("entries_of_a_school", "school", "session"),)


class Secretary(Base):
    """Somebody who may act for a school. The library knows no rights: the host has them."""

    __tablename__ = "secretary"

    school: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)


class Delivery(Base):
    """A run whose slips somebody must print and bring to the school. What the library knows is not repeated here."""

    __tablename__ = "delivery"

    run_id: Mapped[str] = mapped_column(primary_key=True)
    school: Mapped[str]
    asked_by: Mapped[str]
    slips: Mapped[int]
    delivered: Mapped[bool] = mapped_column(default=False)
