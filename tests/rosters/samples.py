"""Files as schools have them, put together from literal lines."""

from cyclades_accounts.identifiers import parse_uai
from cyclades_accounts.rosters import RosterFile, read_roster
from tests.support import SESSION

SCHOOL = parse_uai("0921234S")

PREAMBLE = (
    "2025;;;;;;;;;;;;;;;;;",
    "Listes simples;;;;;;;;;;;;;;;;;",
    "Collège des Essais (0921234S);;;;;;;;;;;;;;;;;",
    "Type d'édition : liste;;;;;;;;;;;;;;;;;",
    "Edité le 23/01/2023 10:49;;;;;;;;;;;;;;;;;",
    "Critères de recherche;;;;;;;;;;;;;;;;;",
    "Critères de regroupement : Division de classe;;;;;;;;;;;;;;;;;",
    "Critères de tris : Nom de famille;INE;;;;;;;;;;;;;;;;",
)

HEADER = (
    "Division de classe;N° Candidat;N° Inscription;N° Océan;Nom de famille;Nom d'usage;Prénom(s);Date de Naissance;"
    "Division de classe;INE;Catégorie Candidat;Code Spécialité;Spécialité;Etat;Enseignements;Adresse mail;Série;"
    "Qualification présentée"
)

ALICE = (
    "'3A';2070557748;002 Version 2; -;LABBÉ; -;Alice;10/08/2010;'3A';520556945HK;SCOLAIRE (CLASSE DE 3EME);GEN;"
    "Générale;Inscrit;Non renseigné;alice@example.org;Générale; -"
)

BASILE = (
    "'3B';2070557749;003 Version 1; -;D'HERVÉ;N'GUYEN;Basile, Yann;01/02/2010;'3B';520556946HL;"
    "SCOLAIRE (CLASSE DE 3EME);GEN;Générale;Pré-inscrit;Non renseigné; -;Générale;Prépa-métiers"
)

FIRST_LINE = len(PREAMBLE) + 2
"""Physical line of the first row."""


def in_letters(number: int) -> str:
    """Return a number in letters, for names, in which no digit stands."""
    return str(number).translate(str.maketrans("0123456789", "abcdefghij"))


def make_file(
    *rows: str,
    header: str = HEADER,
    preamble: tuple[str, ...] = PREAMBLE,
    line_end: str = "\r\n",
    mark: bytes = b"\xef\xbb\xbf",
) -> bytes:
    """Return the bytes of a file with these rows."""
    return mark + "".join(f"{line}{line_end}" for line in (*preamble, header, *rows)).encode()


def read(content: bytes) -> RosterFile:
    """Read a file for the school and session of these samples."""
    return read_roster(content, uai=SCHOOL, session_id=SESSION.id)


def read_rows(*rows: str) -> RosterFile:
    """Read a file with these rows."""
    return read(make_file(*rows))
