"""What the renderer cannot draw, found by the plan: such a candidate is refused by name, and the others are served."""

from collections.abc import Iterable

from cyclades_accounts.errors import RendererFailedError, UnprintableTextError
from cyclades_accounts.identifiers import CandidateId
from cyclades_accounts.model import Candidature, Grouping, Refusal, RefusalReason, group_of
from cyclades_accounts.provisioning._host import Host, call


def undrawable(
    host: Host, candidatures: Iterable[Candidature], covers: Grouping | None = None
) -> dict[CandidateId, Refusal]:
    """Return the refusal of each candidate whose slip the renderer cannot draw.

    Args:
        host: whose renderer is asked.
        candidatures: those who are to get a slip.
        covers: the grouping whose labels stand on covers; ``None`` if there are no covers.

    Raises:
        RendererFailedError: the renderer failed.
    """

    def refusals() -> dict[CandidateId, Refusal]:
        found: dict[CandidateId, Refusal] = {}
        for one in candidatures:
            texts = {
                "family_name": one.candidate.family_name,
                "given_names": one.candidate.given_names,
                "division": one.division,
                "group": group_of(one, covers).label if covers else "",
            }
            for name, text in texts.items():
                if bad := host.renderer.undrawable(text):
                    facts = {"field": name, "character": bad[0], "code_point": f"U+{ord(bad[0]):04X}"}
                    found.setdefault(one.candidate_id, Refusal(RefusalReason.UNPRINTABLE, facts))
        return found

    return call(RendererFailedError, refusals)


def check_shared(host: Host, candidate: str, **texts: str) -> None:
    """Check that the renderer can draw what all slips of a run share.

    Args:
        host: whose renderer is asked.
        candidate: the first of the run, whose slip the error names.
        texts: the texts, by the names that the error has for them.

    Raises:
        UnprintableTextError: it cannot.
        RendererFailedError: the renderer failed.
    """

    def check() -> None:
        for name, text in texts.items():
            if bad := host.renderer.undrawable(text):
                raise UnprintableTextError(candidate, name, bad[0])

    call(RendererFailedError, check)
