"""What the routes of this room are asked with; each part has its own table."""

from tests.access_samples import Sample

SAMPLES: dict[str, Sample] = {}
