"""The factory of a campaign: a name that every worker can import. An object could hold a secret; a name cannot."""

import operator
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Any, Final

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.provisioning import Provisioning

OpenedProvisioning = Provisioning | AbstractContextManager[Provisioning]
"""What a factory returns: the service, which the host keeps (``functools.cache``), or a context manager that gives the
service and closes its store after the school."""

Factory = Callable[[], OpenedProvisioning]
"""Opens the host's service on a worker. It takes no argument: it finds the database and the keys on that machine
(environment, secret store). It is called for each school, and in several threads at once if the executor has them."""

_NAME: Final = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")
_EXPECTED: Final = (
    'a name "package.module:function", or the function itself if every worker can import it under such a name: '
    "no lambda, no function inside another one, no method of an object, no partial"
)


def factory_name(factory: str | Factory) -> str:
    """Return the name ``module:function`` under which a worker finds ``factory``. A given name is not looked up.

    Raises:
        InvalidValueError: not a name of that form, or a callable that no import finds.
    """
    if isinstance(factory, str):
        if not _NAME.fullmatch(factory):
            raise InvalidValueError("factory", factory, _EXPECTED)
        return factory
    name = f"{getattr(factory, '__module__', '?')}:{getattr(factory, '__qualname__', '?')}"
    try:
        found = load(name)
    except (ImportError, AttributeError, ValueError):
        found = None
    if found is None or found is not factory:
        raise InvalidValueError("factory", f"{name} ({type(factory).__name__})", _EXPECTED)
    return name


def load(name: str) -> Any:  # noqa: ANN401  # any object may have that name
    """Return the object with the name ``module:name``.

    Raises:
        ImportError: no such module.
        AttributeError: no such name in it.
    """
    module, _, path = name.partition(":")
    return operator.attrgetter(path)(import_module(module))


def opened(name: str) -> AbstractContextManager[Provisioning]:
    """Call the factory with this name, and return a context in which the service is open."""
    made: OpenedProvisioning = load(name)()
    return nullcontext(made) if isinstance(made, Provisioning) else made
