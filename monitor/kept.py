"""What is made of an object once and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_Made = TypeVar("_Made")


class kept(Generic[_Made]):
    """functools.cached_property without its lock, which Python 3.11 takes for every value that is made: one thread
    folds, and a fold makes several for each record. Set, and deleted, as any attribute."""

    def __init__(self, make: Callable[[Any], _Made]) -> None:
        self._make, self.__doc__ = make, make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> kept[_Made]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> _Made: ...
    def __get__(self, instance: object | None, owner: type) -> kept[_Made] | _Made:
        if instance is None:
            return self
        # found there from now on: what is no data descriptor stands behind the instance's own attributes
        made = instance.__dict__[self._name] = self._make(instance)
        return made
