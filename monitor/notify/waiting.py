"""The alerts that wait for one receiver, found by id, incident or group without a walk through all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.notify.timing import Item


class Waiting(Mapping[str, Item]):
    """alert_id → item, in the order in which they came; a receiver that hangs lets thousands pile up here."""

    def __init__(self) -> None:
        self._items: dict[str, Item] = {}
        self._incidents: dict[str, dict[str, Item]] = {}
        self._groups: dict[str, dict[str, Item]] = {}

    def __getitem__(self, key: str) -> Item:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item) -> None:
        """In the place of the one of its id, if there is one."""
        key = item.alert.alert_id
        self.drop(key)
        self._items[key] = item
        self._incidents.setdefault(item.alert.incident_id, {})[key] = item
        if item.group is not None:
            self._groups.setdefault(item.group, {})[key] = item

    def drop(self, key: str) -> None:
        """Nothing happens when it is gone already."""
        item = self._items.pop(key, None)
        if item is None:
            return
        _leave(self._incidents, item.alert.incident_id, key)
        if item.group is not None:
            _leave(self._groups, item.group, key)

    def of_incident(self, incident_id: str) -> list[Item]:
        return list(self._incidents.get(incident_id, {}).values())

    def first_of_group(self, group: str) -> Item | None:
        return next(iter(self._groups.get(group, {}).values()), None)


def _leave(index: dict[str, dict[str, Item]], name: str, key: str) -> None:
    del index[name][key]
    if not index[name]:
        del index[name]
