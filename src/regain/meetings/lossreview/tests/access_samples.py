"""What the routes of this room are asked with."""

from tests.access_samples import Sample

SAMPLES: dict[str, Sample] = {}
