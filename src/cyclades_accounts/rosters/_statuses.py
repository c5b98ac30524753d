"""How files write the state (état) of a candidature: M2."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cyclades_accounts.model import CandidatureStatus

STATUS_LABELS: Final[Mapping[str, CandidatureStatus]] = MappingProxyType(
    {
        "Inscrit": CandidatureStatus.INSCRIT,
        "Inscrite": CandidatureStatus.INSCRIT,
        "Inscrit(e)": CandidatureStatus.INSCRIT,
        "Pré-inscrit": CandidatureStatus.PRE_INSCRIT,
        "Pré-inscrite": CandidatureStatus.PRE_INSCRIT,
        "Pré-inscrit(e)": CandidatureStatus.PRE_INSCRIT,
        "Préinscrit": CandidatureStatus.PRE_INSCRIT,
        "Préinscrite": CandidatureStatus.PRE_INSCRIT,
        "En cours": CandidatureStatus.EN_COURS,
        "En cours d'inscription": CandidatureStatus.EN_COURS,
        "Non inscrit": CandidatureStatus.NON_INSCRIT,
        "Non inscrite": CandidatureStatus.NON_INSCRIT,
        "Non inscrit(e)": CandidatureStatus.NON_INSCRIT,
        "Démissionnaire": CandidatureStatus.DEMISSIONNAIRE,
        "Démission": CandidatureStatus.DEMISSIONNAIRE,
        "Démissionné": CandidatureStatus.DEMISSIONNAIRE,
        "Démissionnée": CandidatureStatus.DEMISSIONNAIRE,
        "Radié": CandidatureStatus.RADIE,
        "Radiée": CandidatureStatus.RADIE,
        "Radiation": CandidatureStatus.RADIE,
        "Annulé": CandidatureStatus.ANNULE,
        "Annulée": CandidatureStatus.ANNULE,
        "Annulation": CandidatureStatus.ANNULE,
    }
)
"""The states we met or expect, with the variants that people type; case, accents and hyphens do not count.

A school whose file says otherwise passes ``{**STATUS_LABELS, "Validé": CandidatureStatus.INSCRIT}``.
"""
