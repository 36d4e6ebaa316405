"""What the routes of this room are asked with."""

from regain.meetings.lossreview.tests import (
    samples_actions,
    samples_convene,
    samples_issues,
    samples_looking,
    samples_meeting,
    samples_numbers,
    samples_paper,
    samples_proof,
)
from tests.access_samples import Sample

SAMPLES: dict[str, Sample] = {
    **samples_numbers.SAMPLES,
    **samples_actions.SAMPLES,
    **samples_convene.SAMPLES,
    **samples_issues.SAMPLES,
    **samples_looking.SAMPLES,
    **samples_meeting.SAMPLES,
    **samples_paper.SAMPLES,
    **samples_proof.SAMPLES,
}
