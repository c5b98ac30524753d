"""The invented collège of the examples: its files are what its script writes, and they hold what they promise."""

from collections import Counter
from pathlib import Path

import pytest

from cyclades_accounts import CandidatureStatus
from cyclades_accounts.identifiers import Uai, is_ine, is_uai
from cyclades_accounts.rosters import ProblemCode, RosterFile, read_roster
from docs.examples import invented_school as invented
from tests.support import SESSION


def read(path: Path) -> RosterFile:
    """Read one of the two lists."""
    return read_roster(path, uai=Uai(invented.SCHOOL_UAI), session_id=SESSION.id)


@pytest.fixture
def january() -> RosterFile:
    """Return the first list."""
    return read(invented.LISTE_DETAILLEE)


@pytest.fixture
def february() -> RosterFile:
    """Return the list of a month later."""
    return read(invented.COMPLEMENT)


def test_the_files_are_what_the_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Running the script again gives the committed bytes."""
    committed = [path.read_bytes() for path in (invented.LISTE_DETAILLEE, invented.COMPLEMENT)]
    paths = [tmp_path / "liste_detaillee.csv", tmp_path / "liste_detaillee_complement.csv"]
    monkeypatch.setattr(invented, "LISTE_DETAILLEE", paths[0])
    monkeypatch.setattr(invented, "COMPLEMENT", paths[1])
    invented.main()
    assert [path.read_bytes() for path in paths] == committed
    assert capsys.readouterr().out.startswith("liste_detaillee.csv: ")


def test_the_schools() -> None:
    """Both UAI have the right check letter, and differ."""
    assert is_uai(invented.SCHOOL_UAI)
    assert is_uai(invented.OTHER_UAI)
    assert len({invented.SCHOOL_UAI, invented.OTHER_UAI}) == 2


def test_january(january: RosterFile) -> None:
    """140 lines in four divisions and two séries; three are faulty, in three ways."""
    assert len(january.candidatures) + len(january.problems) == 140
    assert [problem.code for problem in january.problems] == [
        ProblemCode.CUT_LINE,
        ProblemCode.BAD_DATE,
        ProblemCode.MISSING_INE,
    ]
    assert {c.division for c in january.candidatures if c.category != "INDIVIDUEL"} == {"3A", "3B", "3C", "3D"}
    assert {c.serie for c in january.candidatures} == {"Générale", "Professionnelle"}
    assert {c.qualification for c in january.candidatures} == {"", "Prépa-métiers", "SEGPA"}
    assert {c.status for c in january.candidatures} >= {
        CandidatureStatus.INSCRIT,
        CandidatureStatus.PRE_INSCRIT,
        CandidatureStatus.DEMISSIONNAIRE,
    }
    assert sum(c.email is None for c in january.candidatures) == 5
    assert [c.candidate.family_name for c in january.candidatures if c.category == "INDIVIDUEL"] == ["TRÉHOREL"]


def test_the_people(january: RosterFile) -> None:
    """Everybody has a key of their own; homonyms, twins and the two with a story are there."""
    candidates = {str(c.candidate.id): c.candidate for c in january.candidatures}
    assert len(candidates) == len(january.candidatures)
    assert all(map(is_ine, candidates))
    assert [name for name, n in Counter(c.full_name for c in candidates.values()).items() if n > 1] == ["MARTIN Emma"]
    assert len({c.birth_date for c in candidates.values() if c.family_name == "GUILLOU"}) == 1
    emails = {str(c.candidate.id): c.email for c in january.candidatures}
    assert emails[invented.EMAIL_ACCOUNT_INE] == invented.EMAIL_ACCOUNT_ADDRESS
    transferred = candidates[invented.TRANSFERRED_INE]
    assert (transferred.family_name, transferred.given_names) == invented.TRANSFERRED_NAME


def test_february(january: RosterFile, february: RosterFile) -> None:
    """A month later: three more pupils, one gone, two e-mail addresses and one fault mended, nothing else changed."""
    before = {c.key: c for c in january.candidatures}
    after = {c.key: c for c in february.candidatures}
    assert {key[0] for key in before.keys() - after.keys()} == {invented.GONE_INE}
    mended = {pupil.ine for pupil in (*invented.NEWCOMERS, invented.BAD_DATE)}
    assert {key[0] for key in after.keys() - before.keys()} == mended
    changed = {key[0] for key in before.keys() & after.keys() if before[key] != after[key]}
    assert changed == set(invented.NEW_EMAILS)
    assert all(c.email for c in after.values() if c.candidate.id in changed)
    assert [problem.code for problem in february.problems] == [ProblemCode.CUT_LINE, ProblemCode.MISSING_INE]
