"""Every exception of the library: one root, frozen leaves with fields, a stable code, a kind and two sentences.

An ordinary refusal (a candidate without e-mail, say) is *not* an exception: it is a
:class:`~cyclades_accounts.model.Refusal` inside a report. Exceptions are for misuse, bad input and broken ports.
None of them ever holds a password, and the ones that stand for a failing renderer, hasher, random source, sealer or
login policy do not chain the original exception, because the frames and the message of foreign code may hold one.
"""

from cyclades_accounts.errors._people import AccountExistsError as AccountExistsError
from cyclades_accounts.errors._people import ConflictingCandidateError as ConflictingCandidateError
from cyclades_accounts.errors._people import DuplicateCandidatureError as DuplicateCandidatureError
from cyclades_accounts.errors._people import EmptyRosterError as EmptyRosterError
from cyclades_accounts.errors._people import ForeignCandidatureError as ForeignCandidatureError
from cyclades_accounts.errors._people import ImpossiblePolicyError as ImpossiblePolicyError
from cyclades_accounts.errors._people import LoginTakenError as LoginTakenError
from cyclades_accounts.errors._people import NoTransferError as NoTransferError
from cyclades_accounts.errors._people import OtherPersonError as OtherPersonError
from cyclades_accounts.errors._people import OtherSchoolError as OtherSchoolError
from cyclades_accounts.errors._people import PasswordRefusedError as PasswordRefusedError
from cyclades_accounts.errors._people import PerhapsKnownError as PerhapsKnownError
from cyclades_accounts.errors._people import ServiceNotGrantedError as ServiceNotGrantedError
from cyclades_accounts.errors._people import UnfoldableNameError as UnfoldableNameError
from cyclades_accounts.errors._people import UnknownAccountError as UnknownAccountError
from cyclades_accounts.errors._people import UnknownCandidateError as UnknownCandidateError
from cyclades_accounts.errors._people import UnknownSchoolError as UnknownSchoolError
from cyclades_accounts.errors._people import WithdrawalTooLargeError as WithdrawalTooLargeError
from cyclades_accounts.errors._ports import ClockFailedError as ClockFailedError
from cyclades_accounts.errors._ports import EligibilityFailedError as EligibilityFailedError
from cyclades_accounts.errors._ports import HasherFailedError as HasherFailedError
from cyclades_accounts.errors._ports import LoginPolicyFailedError as LoginPolicyFailedError
from cyclades_accounts.errors._ports import PeopleFailedError as PeopleFailedError
from cyclades_accounts.errors._ports import PortFailedError as PortFailedError
from cyclades_accounts.errors._ports import PseudonymizerFailedError as PseudonymizerFailedError
from cyclades_accounts.errors._ports import RandomnessFailedError as RandomnessFailedError
from cyclades_accounts.errors._ports import RendererFailedError as RendererFailedError
from cyclades_accounts.errors._ports import RetentionRuleFailedError as RetentionRuleFailedError
from cyclades_accounts.errors._ports import SealerFailedError as SealerFailedError
from cyclades_accounts.errors._ports import StoreConflictError as StoreConflictError
from cyclades_accounts.errors._ports import StoreFailedError as StoreFailedError
from cyclades_accounts.errors._ports import ThrottleFailedError as ThrottleFailedError
from cyclades_accounts.errors._ports import class_name as class_name
from cyclades_accounts.errors._root import CycladesAccountsError as CycladesAccountsError
from cyclades_accounts.errors._root import ErrorKind as ErrorKind
from cyclades_accounts.errors._root import InvalidValueError as InvalidValueError
from cyclades_accounts.errors._root import MissingExtraError as MissingExtraError
from cyclades_accounts.errors._runs import AlteredDocumentError as AlteredDocumentError
from cyclades_accounts.errors._runs import ErasureKeyError as ErasureKeyError
from cyclades_accounts.errors._runs import LimitedToOneError as LimitedToOneError
from cyclades_accounts.errors._runs import NothingSelectedError as NothingSelectedError
from cyclades_accounts.errors._runs import PurgedDocumentError as PurgedDocumentError
from cyclades_accounts.errors._runs import RunIdReusedError as RunIdReusedError
from cyclades_accounts.errors._runs import SessionDiffersError as SessionDiffersError
from cyclades_accounts.errors._runs import SessionOverError as SessionOverError
from cyclades_accounts.errors._runs import SlipsOfTodayError as SlipsOfTodayError
from cyclades_accounts.errors._runs import StalePlanError as StalePlanError
from cyclades_accounts.errors._runs import UnknownDocumentError as UnknownDocumentError
from cyclades_accounts.errors._runs import UnknownGroupError as UnknownGroupError
from cyclades_accounts.errors._runs import UnknownSessionError as UnknownSessionError
from cyclades_accounts.errors._runs import UnprintableTextError as UnprintableTextError
from cyclades_accounts.errors._runs import WrongKeyError as WrongKeyError
