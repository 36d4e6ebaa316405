"""The words in use: what a caller says at each step, and what a letter says; and every version before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from regain.foundation.kit.errors import Invalid, NotFound
from regain.foundation.ui import formats
from regain.knowledge.playbook.models.wording import Wording
from regain.knowledge.playbook.rules.wording import GUIDED, SHIPPED, Kind, Text, filled, lines, named

Which = tuple[Kind, str]


@dataclass(frozen=True)
class InUse:
    """The words of one step or letter that hold now."""

    kind: Kind
    step: str
    version: int
    text: Text
    changed_at: datetime | None = None
    """None while the words are as Regain ships them."""
    changed_by: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether its versions are in the database."""
        return self.version > 1


@dataclass(frozen=True)
class Guide:
    """What a caller reads at one step."""

    step: str
    title: str
    purpose: str
    words: str
    listen_for: tuple[str, ...]
    avoid: tuple[str, ...]
    version: int
    changed_at: datetime | None
    changed_by: str

    @property
    def say(self) -> tuple[str, ...]:
        """The lines to say."""
        return lines(self.words)

    def filled(self, values: Mapping[str, str]) -> "Guide":
        """With names put in for `customer`, `caller` and `company`."""
        return replace(self, words=filled(self.words, values))


@dataclass(frozen=True)
class Letter:
    """A letter in use, its names still in braces."""

    name: str
    subject: str
    text: str
    version: int
    names: frozenset[str]


@dataclass(frozen=True)
class Written:
    """A letter to one customer."""

    subject: str
    text: str
    version: int


def guide(*, kind: str) -> Mapping[str, Guide]:
    """What to say at each step of a call of this kind, in the order of the steps. Raises NotFound."""
    return {found.step: _guide(found) for found in all_in_use(call_kind(kind))}


def letter(*, name: str) -> Letter:
    """A letter in use: come_back, changed, slow_contact, return_link, proposal, thanks. Raises NotFound."""
    found = in_use(which(Kind.LETTER, name))
    names = SHIPPED[Kind.LETTER, name].names
    return Letter(name, found.text.title, found.text.words, found.version, names.may | names.must)


def write_letter(*, name: str, values: Mapping[str, str]) -> Written:
    """A letter with every name filled in. Raises NotFound, Invalid when a name the letter uses has no value."""
    found = letter(name=name)
    missing = sorted(each for each in named(f"{found.subject}\n{found.text}") if not values.get(each, "").strip())
    if missing:
        sentence = _("The letter “%(letter)s” needs a value for %(names)s.")
        raise Invalid(sentence % {"letter": found.subject, "names": ", ".join(missing)})
    one_line = {key: " ".join(value.split()) for key, value in values.items()}
    return Written(filled(found.subject, one_line), filled(found.text, values), found.version)


def call_kind(kind: str) -> Kind:
    """The kind of a call. Raises NotFound for anything else."""
    if kind not in {Kind.RECOVERY, Kind.LISTENING}:
        raise NotFound(_("There is no kind of call named %(kind)s.") % {"kind": kind})
    return Kind(kind)


def any_kind(kind: str) -> Kind:
    """A kind of wording by its name. Raises NotFound."""
    if kind not in set(Kind):
        raise NotFound(_("There is no wording for %(kind)s.") % {"kind": kind})
    return Kind(kind)


def which(kind: str, step: str) -> Which:
    """One step or letter by its names. Raises NotFound."""
    found = any_kind(kind)
    if step not in GUIDED[found]:
        raise NotFound(_("There is no wording for %(step)s.") % {"step": step})
    return found, step


def all_in_use(kind: Kind) -> list[InUse]:
    """The words in use of every step of a kind, in their order, by one question."""
    same = Wording.objects.filter(kind=OuterRef("kind"), step=OuterRef("step")).order_by("-version")
    newest = Wording.objects.filter(kind=kind, version=Subquery(same.values("version")[:1]))
    return list(_in_use(kind, newest))


def in_use(one: Which) -> InUse:
    """The words in use of one step or letter."""
    kind, step = one
    newest = Wording.objects.filter(kind=kind, step=step).order_by("-version")[:1]
    return next(found for found in _in_use(kind, newest) if found.step == step)


def version_text(one: Which, version: int) -> Text:
    """The words of one version. Raises NotFound."""
    kind, step = one
    row = Wording.objects.filter(kind=kind, step=step, version=version).first()
    if row is not None:
        return row.text
    if version == 1:
        return SHIPPED[one].text
    raise NotFound(_("There is no version %(version)s of these words.") % {"version": version})


def sentence_of_faster(now: InUse) -> str:
    """What to say to somebody whose words would overwrite a newer version."""
    sentence = _("%(name)s changed these words on %(when)s. Compare yours with the new ones and save again.")
    return sentence % {"name": now.changed_by or _("Somebody"), "when": formats.moment(now.changed_at)}


def _in_use(kind: Kind, rows: Iterable[Wording]) -> Iterable[InUse]:
    kept = {row.step: row for row in rows}
    for step in GUIDED[kind]:
        row = kept.get(step)
        if row is None:
            yield InUse(kind, step, 1, SHIPPED[kind, step].text)
        else:
            yield InUse(kind, step, row.version, row.text, row.made_at, row.made_by_name)


def _guide(found: InUse) -> Guide:
    text = found.text
    return Guide(
        step=found.step,
        title=text.title,
        purpose=text.purpose,
        words=text.words,
        listen_for=lines(text.listen_for),
        avoid=lines(text.avoid),
        version=found.version,
        changed_at=found.changed_at,
        changed_by=found.changed_by,
    )
