"""Invented given names, accents and compound ones as in a class list."""

GIVEN = [
    "Léa",
    "Louise",
    "Jean-Baptiste",
    "Zoé",
    "Łukasz",
    "Inès",
    "Noé",
    "Anne-Sophie",
    "Maëlys",
    "Gaël",
    "Côme",
    "Aïcha",
    "Tom",
    "Emma",
    "Hugo",
    "Lou",
]
