"""What the routes of this room are asked with."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import SimpleUploadedFile

from regain.foundation.kit import clock
from regain.foundation.kit.home import here
from regain.foundation.people.models import Person
from regain.knowledge.warehouse.actions import mappings, preparing
from regain.knowledge.warehouse.intake import uploads
from regain.knowledge.warehouse.models import Import
from regain.knowledge.warehouse.queries.facts import imports
from regain.knowledge.warehouse.queries.finding import source_of
from regain.knowledge.warehouse.rules.mapping import Mapping
from tests.access_samples import Filled
from tests.cast import Cast

COLUMNS = {"customer_id": "c", "sold_at": "d", "amount": "a"}
MAPPING = Mapping("sales", COLUMNS)


def draft(cast: Cast, actor: Person | None) -> Filled:
    """A file that was sent and mapped; the file itself is gone, so that nothing is read."""
    row = _draft(cast)
    uploads.forget(here().imports, row.place)
    return Filled({"draft_id": row.pk}, {"save_as": "Till"})


def whole_draft(cast: Cast, actor: Person | None) -> Filled:
    """A file that can be imported."""
    return Filled({"draft_id": _draft(cast).pk})


def ended(cast: Cast, actor: Person | None) -> Filled:
    """An import that was cut off, and left rejected lines."""
    row = _draft(cast)
    order = imports(here()).order(source_of(here(), row), MAPPING, at=clock.now())
    Import.objects.filter(pk=row.pk).update(number=order.no, ordered_at=clock.now())
    folder = imports(here()).place(order.no)
    (folder / "rejected.csv").write_text("line,reason,c,d,a\n")
    return Filled({"number": order.no}, {"file": SimpleUploadedFile("mended.csv", b"c,d,a\n1,2011-01-01,1\n")})


def failed(cast: Cast, actor: Person | None) -> Filled:
    """An import that was refused."""
    filled = ended(cast, actor)
    folder = imports(here()).place(int(str(filled.parameters["number"])))
    (folder / "failed.json").write_text(json.dumps({"sentence": "The file has no lines."}))
    return filled


def kept(cast: Cast, actor: Person | None) -> Filled:
    """A mapping with a name."""
    saved = mappings.save_mapping(by=cast.olive, at=clock.now(), name="Till", toml=MAPPING.to_toml())
    return Filled({"mapping_id": saved.pk}, {"name": "Shop"})


def _draft(cast: Cast) -> Import:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sales.csv"
        path.write_text("c,d,a\n1,2011-01-01,1\n")
        row = preparing.begin_import(
            by=cast.olive, at=clock.now(), home=here(), kind="sales", name=path.name, path=path, mapping=MAPPING
        )
    return preparing.map_import(by=cast.olive, at=clock.now(), draft=row, mapping=MAPPING)


SAMPLES = {
    "warehouse:columns": draft,
    "warehouse:preview": draft,
    "warehouse:saving": draft,
    "warehouse:trial": draft,
    "warehouse:order": whole_draft,
    "warehouse:discarding": draft,
    "warehouse:renaming": kept,
    "warehouse:forgetting": kept,
    "warehouse:import": ended,
    "warehouse:rejected": ended,
    "warehouse:mended": ended,
    "warehouse:again": ended,
    "warehouse:stop": ended,
    "warehouse:resumption": ended,
    "warehouse:undo": failed,
    "api-1:import_one": ended,
    "api-1:import_rejected": ended,
}
