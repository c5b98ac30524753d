"""An invented collège: writes the two « Listes détaillées » that the examples read.

``liste_detaillee.csv`` is the export of January 2025: 140 lines in four divisions, with what real schools have, and
three faulty lines. ``liste_detaillee_complement.csv`` is the export of a month later: three more pupils, two missing
e-mail addresses now present, one fault corrected, one pupil gone. Both have the shape of the CYCLADES export; it comes
with and without byte order mark, with CRLF and LF, with 8 and 9 lines before the header, so the second file differs
there too. The script uses neither chance nor clock: it always writes the same bytes.

Nobody here exists: the names, the numbers (INE) and the schools are invented, and the addresses end in example.org.
Start it with ``python docs/examples/invented_school.py``.
"""

import csv
import io
import itertools
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

SCHOOL_UAI: Final = "0359947X"
SCHOOL_NAME: Final = "Collège de l'Île aux Phares"
OTHER_UAI: Final = "0299871X"
OTHER_NAME: Final = "Collège du Chemin des Genêts"
"""Where the transferred pupil was given an account."""
SESSION_YEAR: Final = 2025

EMAIL_ACCOUNT_INE: Final = "990000017EM"
"""INE of the pupil who makes an account in the espace candidat, with the address below."""
EMAIL_ACCOUNT_ADDRESS: Final = "jeanne.lhostis@example.org"
TRANSFERRED_INE: Final = "990000025TR"
"""INE of the pupil who comes from the other school, with an account from there."""
TRANSFERRED_NAME: Final = ("LE MEUR", "Titouan")
"""Family name and given name of that pupil."""

LISTE_DETAILLEE: Final = Path(__file__).with_name("liste_detaillee.csv")
COMPLEMENT: Final = Path(__file__).with_name("liste_detaillee_complement.csv")

HEADER_LINE: Final = (
    "Division de classe;N° Candidat;N° Inscription;N° Océan;Nom de famille;Nom d'usage;Prénom(s);Date de Naissance;"
    "Division de classe;INE;Catégorie Candidat;Code Spécialité;Spécialité;Etat;Enseignements;Adresse mail;Série;"
    "Qualification présentée;Identifiant de connexion"
)
HEADER: Final = HEADER_LINE.split(";")
EMPTY: Final = " -"
BOM: Final = b"\xef\xbb\xbf"

SIZES: Final = {"3A": 36, "3B": 36, "3C": 36, "3D": 31}
"""Lines of each division; the individual candidate, who has none, makes 140."""


class Pupil(NamedTuple):
    """One line of the list; an empty text is an empty field."""

    division: str
    family_name: str
    given_names: str
    birth_date: str
    ine: str
    email: str = ""
    usage_name: str = ""
    status: str = "Inscrit"
    qualification: str = ""
    category: str = "SCOLAIRE (CLASSE DE 3EME)"
    number: int = 0


ORDINARY_FAMILIES: Final = (
    "ABGRALL BERNARD CADIOU DANIEL EVEN FLOCH GARNIER HAMON ILLIEN JÉGOU KERBRAT LAMBERT MADEC NICOLAS OLLIVIER PERROT "
    "QUÉRÉ RENAULT SALAÜN TANGUY URVOAS VASSEUR WEBER YVEN ZIMMER AUBRY BRIAND COLLET DURAND ESNAULT FAVRE GICQUEL "
    "HUBERT JACOB KERVELLA LUCAS MOREAU NÉDÉLEC PICARD ROUXEL SIMON TESSIER VIDAL"
)
ORDINARY_NAMES: Final = (
    "Adèle Arthur Anaïs Bastien Camille Clément Chloé Corentin Diane Driss Éloïse Enzo Fanny Gabin Gaëlle Hugo Inès "
    "Ismaël Jade Jules Kenza Killian Léna Loïc Maëlys Mathéo Nina Nolan Océane Oscar Pauline Raphaël Romane Sacha "
    "Salomé Tanguy Théo Valentine Victor Yasmine Zoé"
)

# The people a careless program stumbles over.
PARTICULAR: Final = (
    # Exact homonyms: three different people.
    Pupil("3A", "MARTIN", "Emma", "12/03/2010", "990000001AA", "emma.martin@example.org"),
    Pupil("3A", "MARTIN", "Emma", "30/09/2010", "990000002AB", "famille.martin@example.org"),
    Pupil("3C", "MARTIN", "Emma, Louise", "12/03/2010", "990000003AC", "martin.em@example.org"),
    # Twins, who share an address.
    Pupil("3B", "GUILLOU", "Maël", "05/06/2010", "990000004AD", "guillou@example.org"),
    Pupil("3B", "GUILLOU", "Malo", "05/06/2010", "990000005AE", "guillou@example.org"),
    # Compound names, particles, apostrophes, double names, several given names.
    Pupil("3A", "D'HERVÉ", "Alice, Marie, Suzanne", "10/08/2010", "990000006AF", "alice.dherve@example.org"),
    Pupil("3A", "LE GOFF", "Jean-Baptiste", "17/01/2010", "990000007AG", "jb.legoff@example.org"),
    Pupil("3B", "BŒUF", "Noël", "25/12/2009", "990000008AH", "noel.boeuf@example.org"),
    Pupil("3B", "N'GUYEN", "Thi Mai", "14/02/2010", "9900000091J", "mai.nguyen@example.org"),
    Pupil("3C", "de La Tour", "Anne-Sophie, Claire", "09/11/2010", "99000000101", "de.la.tour@example.org"),
    Pupil("3C", "MARTIN--DUPONT", "Zoé", "21/07/2010", "990000011AL", "zoe.martin.dupont@example.org"),
    Pupil("3D", "O’CONNOR", "Siân", "17/03/2009", "990000012AM", "oconnor@example.org", qualification="Prépa-métiers"),
    Pupil("3A", "LABBÉ", "Alice", "10/08/2010", "990000013AN", "alice.labbe@example.org", usage_name="LE GALL"),
    # Letters that French keyboards lack.
    Pupil("3A", "KOWALSKI", "Łukasz", "02/05/2010", "990000014AP", "lukasz.kowalski@example.org"),
    Pupil("3C", "ĐẶNG", "Thị Minh Anh", "28/04/2010", "990000015AR", "minhanh.dang@example.org"),
    Pupil("3C", "ÖZTÜRK", "Işıl", "19/05/2010", "990000016AS", "isil.ozturk@example.org"),
    Pupil("3D", "IONESCU", "Ștefan", "01/12/2009", "990000018AT", "stefan.ionescu@example.org", qualification="SEGPA"),
    Pupil("3B", "ÞÓRSDÓTTIR", "Guðrún", "17/06/2010", "990000019AV", "gudrun@example.org"),
    # An account made in the espace candidat, and one brought from another school.
    Pupil("3B", "L'HOSTIS", "Jeanne", "11/10/2010", EMAIL_ACCOUNT_INE, EMAIL_ACCOUNT_ADDRESS),
    Pupil("3C", *TRANSFERRED_NAME, "03/03/2010", TRANSFERRED_INE, "titouan.lemeur@example.org"),
    # No e-mail address; the first two have one a month later.
    Pupil("3A", "CLOAREC", "Lilou", "23/02/2010", "990000031BA"),
    Pupil("3D", "DIALLO", "Mamadou", "08/08/2009", "990000032BB", qualification="Prépa-métiers"),
    Pupil("3B", "FERREIRA DA SILVA", "Inês", "15/01/2010", "990000033BC"),
    Pupil("3C", "GUÉGUEN", "Nolwenn", "06/07/2010", "990000034BD"),
    Pupil("3C", "ROUSSEL", "Noé", "29/02/2012", "990000035BE"),
    # Not registered: resigned, still being entered, not to be registered.
    Pupil("3A", "PRIGENT", "Ewen", "18/09/2010", "990000041CA", "ewen.prigent@example.org", status="Démissionnaire"),
    Pupil("3B", "HAMIDOU", "Sofia", "04/04/2010", "990000042CB", "sofia.hamidou@example.org", status="Démissionnaire"),
    Pupil("3D", "LEROY", "Kylian", "20/10/2009", "990000043CC", "kylian.leroy@example.org", status="Démissionnaire"),
    Pupil("3C", "MARCHAND", "Lola", "13/12/2010", "990000044CD", "lola.marchand@example.org", status="En cours"),
    Pupil("3D", "RIOU", "Yanis", "22/06/2010", "990000045CE", "yanis.riou@example.org", status="Non inscrit"),
    # A candidate whom no school presents.
    Pupil("", "TRÉHOREL", "Marguerite", "01/05/1978", "990000051DA", "m.trehorel@example.org", category="INDIVIDUEL"),
)

# One fault each: a day that does not exist, no INE, and a line that somebody's editor has cut.
BAD_DATE: Final = Pupil("3B", "PELLERIN", "Alban", "31/02/2010", "990000061FA", "alban.pellerin@example.org")
NO_INE: Final = Pupil("3C", "RIVOAL", "Apolline", "16/11/2010", "", "apolline.rivoal@example.org")
CUT: Final = Pupil("3A", "SÉVÉNO", "Gwendal", "07/01/2010", "990000063FC", "gwendal.seveno@example.org")
CUT_AFTER: Final = HEADER.index("Prénom(s)") + 1

# A month later.
NEW_EMAILS: Final = {"990000031BA": "lilou.cloarec@example.org", "990000032BB": "mamadou.diallo@example.org"}
GONE_INE: Final = "990000034BD"
NEWCOMERS: Final = (
    Pupil("3A", "MARTIN", "Emma", "24/12/2009", "990000071GA", "emma.martin.3a@example.org"),
    Pupil("3C", "EL AMRANI", "Yaël", "02/02/2010", "990000072GB", "yael.elamrani@example.org"),
    Pupil("3D", "BÉCHU", "Océane", "27/08/2009", "990000073GC", "oceane.bechu@example.org", qualification="SEGPA"),
)


def january() -> list[Pupil]:
    """Return the pupils of the first list: those above, and ordinary ones until every division is full."""
    ordinary = _ordinary_pupils()
    pupils = [*PARTICULAR, BAD_DATE, NO_INE, CUT]
    for division, size in SIZES.items():
        present = sum(pupil.division == division for pupil in pupils)
        pupils += (pupil._replace(division=division) for pupil in itertools.islice(ordinary, size - present))
    return [_registered(number, pupil) for number, pupil in enumerate(sorted(pupils, key=_order), 1)]


def february() -> list[Pupil]:
    """Return the pupils of the second list: whoever stayed keeps the candidate number, newcomers get the next ones."""
    before = january()
    newcomers = (_registered(number, pupil) for number, pupil in enumerate(NEWCOMERS, len(before) + 1))
    stayed = (pupil for pupil in before if pupil.ine != GONE_INE)
    corrected = (pupil._replace(birth_date="28/02/2010") if pupil.ine == BAD_DATE.ine else pupil for pupil in stayed)
    reached = (pupil._replace(email=NEW_EMAILS.get(pupil.ine, pupil.email)) for pupil in corrected)
    return sorted((*reached, *newcomers), key=_order)


def _ordinary_pupils() -> Iterator[Pupil]:
    """Yield pupils whose names are all different: 43 family names and 41 given names have no common divisor."""
    families, names = ORDINARY_FAMILIES.split(), ORDINARY_NAMES.split()
    for number in itertools.count():
        given_name, second = names[number * 9 % len(names)], names[number * 5 % len(names)]
        yield Pupil(
            division="",
            family_name=families[number % len(families)],
            given_names=given_name if (number + 3) % 4 else f"{given_name}, {second}",
            birth_date=f"{number * 11 % 28 + 1:02}/{number * 5 % 12 + 1:02}/{2010 if (number + 4) % 7 else 2009}",
            ine=f"{991_000_000 + number * 137}{'ABCDEFGHJK'[number % 10]}{'NPRSTVXYZ'[number % 9]}",
            email=f"famille{number + 101}@example.org",
            status="Inscrit" if (number + 7) % 12 else "Pré-inscrit",
        )


def _registered(number: int, pupil: Pupil) -> Pupil:
    qualification = pupil.qualification or ("Prépa-métiers" if pupil.division == "3D" else "")
    return pupil._replace(number=2_570_359_000 + number, qualification=qualification)


def _order(pupil: Pupil) -> tuple[str, ...]:
    names = (unicodedata.normalize("NFD", name.casefold()) for name in (pupil.family_name, pupil.given_names))
    return (pupil.division or "~", *names, pupil.ine)


def _row(pupil: Pupil) -> list[str]:
    division = f"'{pupil.division}'" if pupil.division else EMPTY
    serie = "Professionnelle" if pupil.division == "3D" else "Générale"
    row = [
        division,
        str(pupil.number),
        f"{pupil.number % 1000:03} Version {1 + pupil.number % 2}",
        EMPTY,
        pupil.family_name,
        pupil.usage_name or EMPTY,
        pupil.given_names,
        pupil.birth_date,
        division,
        pupil.ine or EMPTY,
        pupil.category,
        "PRO" if pupil.division == "3D" else "GEN",
        serie,
        pupil.status,
        "Non renseigné",
        pupil.email or EMPTY,
        serie,
        pupil.qualification or EMPTY,
        "Pas de compte candidat Cyclades",
    ]
    return row[:CUT_AFTER] if pupil.ine == CUT.ine else row


def _file(preamble: Iterable[str], pupils: Iterable[Pupil], line_end: str, width: int = len(HEADER)) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator=line_end)
    writer.writerows([line] + [""] * (width - 1) for line in preamble)
    writer.writerow(HEADER[:width])
    writer.writerows(_row(pupil)[:width] for pupil in pupils)
    return text.getvalue().encode()


def _preamble(edited_at: str, title: str = "Liste détaillée") -> tuple[str, ...]:
    return (
        f"Session {SESSION_YEAR}",
        f"{title} de mes élèves",
        f"{SCHOOL_NAME} ({SCHOOL_UAI})",
        f"Type d'édition : {title}",
        f"Edité le {edited_at}",
        "Critères de recherche : aucun",
        "Critères de regroupement : Division de classe",
        "Critères de tris : Division de classe, Nom de famille",
    )


def detailed_list(pupils: Iterable[Pupil]) -> bytes:
    """Return the « Liste détaillée » of these pupils, as CYCLADES writes it for spreadsheets."""
    return BOM + _file(_preamble("14/01/2025 10:49"), pupils, "\r\n")


def simple_list(pupils: Iterable[Pupil]) -> bytes:
    """Return the « Liste simple » of these pupils: the same without the last columns."""
    width = HEADER.index("Adresse mail")
    return _file(_preamble("14/01/2025 10:50", "Liste simple"), pupils, "\r\n", width)


def liste_detaillee() -> bytes:
    """Return the export of January."""
    return detailed_list(january())


def complement() -> bytes:
    """Return the export of February, without byte order mark, with LF, and with a blank line before the header."""
    return _file((*_preamble("14/02/2025 08:15"), ""), february(), "\n")


def main() -> None:
    """Write both files beside this script."""
    for path, content in ((LISTE_DETAILLEE, liste_detaillee()), (COMPLEMENT, complement())):
        path.write_bytes(content)
        print(f"{path.name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
