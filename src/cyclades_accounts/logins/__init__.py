"""Logins: folding a civil name to ASCII, the ``prenom.nom`` policy, homonyms, look-alikes. Pure."""

from cyclades_accounts.logins._characters import fold_name as fold_name
from cyclades_accounts.logins._characters import is_folded_name as is_folded_name
from cyclades_accounts.logins._characters import look_alikes as look_alikes
from cyclades_accounts.logins._characters import skeleton as skeleton
from cyclades_accounts.logins._homonyms import CONSONANTS as CONSONANTS
from cyclades_accounts.logins._homonyms import MAX_HOMONYMS as MAX_HOMONYMS
from cyclades_accounts.logins._homonyms import Allocation as Allocation
from cyclades_accounts.logins._homonyms import Allocations as Allocations
from cyclades_accounts.logins._homonyms import Homonyms as Homonyms
from cyclades_accounts.logins._homonyms import Letters as Letters
from cyclades_accounts.logins._homonyms import Numbers as Numbers
from cyclades_accounts.logins._homonyms import RandomLetters as RandomLetters
from cyclades_accounts.logins._homonyms import allocate as allocate
from cyclades_accounts.logins._policy import LoginPolicy as LoginPolicy
from cyclades_accounts.logins._policy import SelfExplaining as SelfExplaining
from cyclades_accounts.logins._policy import explain as explain
from cyclades_accounts.logins._prenom_nom import DNB_2024 as DNB_2024
from cyclades_accounts.logins._prenom_nom import PROFILES as PROFILES
from cyclades_accounts.logins._prenom_nom import FamilyName as FamilyName
from cyclades_accounts.logins._prenom_nom import GivenNames as GivenNames
from cyclades_accounts.logins._prenom_nom import PrenomNom as PrenomNom
from cyclades_accounts.logins._prenom_nom import first_given_name as first_given_name
