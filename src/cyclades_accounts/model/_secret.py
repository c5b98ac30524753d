"""What shows itself on demand alone."""

from typing import ClassVar, Generic, NoReturn, TypeVar

T = TypeVar("T")


class Secret(Generic[T]):
    """A value that is shown only through :meth:`reveal`, as a field of values that hosts log, copy and serialise.

    ``repr``, ``str`` and ``format`` give a fixed text. Pickling and copying are refused, and ``vars`` and
    ``attrs.asdict`` find nothing. There is no ordering and no hash.
    """

    __slots__ = ("__value",)
    __hash__: ClassVar[None]  # type: ignore[assignment]  # a hash value would depend on the secret
    _not_copied: ClassVar[str] = "a secret is neither pickled nor copied: pass what was made from it"

    def __init__(self, value: T) -> None:
        self.__value = value

    def reveal(self) -> T:
        """Return the value. For those alone who must have it in clear."""
        return self.__value

    def __eq__(self, other: object) -> bool:
        return self.reveal() == other.reveal() if isinstance(other, Secret) else NotImplemented

    def __repr__(self) -> str:
        return f"{type(self).__name__}(hidden)"

    def __format__(self, format_spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(self._not_copied)

    def __getstate__(self) -> NoReturn:
        raise TypeError(self._not_copied)
