"""What the routes of this room are asked with; each part has its own table."""

from regain.knowledge.playbook.tests import guard_samples, reasons_samples, wording_samples
from tests.access_samples import Sample

SAMPLES: dict[str, Sample] = {**reasons_samples.SAMPLES, **wording_samples.SAMPLES, **guard_samples.SAMPLES}
