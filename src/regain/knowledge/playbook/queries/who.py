"""Names of those who did something, from the keys that rows keep."""

from collections.abc import Iterable, Mapping

from regain.foundation.people.models import Person


def names_of(keys: Iterable[str]) -> Mapping[str, str]:
    """Key → name; what is no person of ours keeps its key's last part."""
    wanted = {key for key in keys if key}
    numbers = [key.partition(":")[2] for key in wanted if key.startswith("person:")]
    people = {each.key: each.name for each in Person.objects.filter(pk__in=[n for n in numbers if n.isdigit()])}
    return {key: people.get(key, key.partition(":")[2] or key) for key in wanted}


def name_of(key: str) -> str:
    """The name behind one key."""
    return names_of([key]).get(key, "")
