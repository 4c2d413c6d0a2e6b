"""The baseline of a reassessment: the assessment it follows, completed from earlier ones if that was unfinished."""

import msgspec

from content.case.model import Assessment, AssessmentId, Case


def baseline_of(case: Case, follows: AssessmentId | None) -> Assessment | None:
    """The assessment whose answers a draft starts from, or None for a first assessment.

    An unfinished assessment asked only a few questions. The answers to the others come from the assessment that it
    follows, so that a short visit does not hide a complete earlier assessment.

    Args:
        case: The case.
        follows: The assessment that the draft names.
    """
    found = case.assessment(follows)
    if found is None or not found.unfinished or found.follows == found.id:
        return found
    before = baseline_of(case, found.follows)
    if before is None:
        return found
    # Each question in the words in which it was answered.
    then = {asked.id: asked for asked in before.asked if asked.id in before.answers.keys() - found.answers.keys()}
    asked = tuple(then.get(each.id, each) for each in found.asked)
    return msgspec.structs.replace(found, asked=asked, answers={**before.answers, **found.answers})
