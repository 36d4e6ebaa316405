"""What the routes of this room are asked with."""

from regain.meetings.lossreview.tests import samples_convene
from tests.access_samples import Sample

SAMPLES: dict[str, Sample] = {
    **samples_convene.SAMPLES,
}
