"""Forms are about no one: all staff see them. A response is never fetched by its own key: its holder is required."""

from keyworker.access.policy import whole_agency
from keyworker.access.sight import NOBODY, policy
from keyworker.questionnaires.models import AnswerFile, Questionnaire, Response

policy(Questionnaire)(whole_agency)
policy(Response)(lambda actor, authority: NOBODY)
policy(AnswerFile)(lambda actor, authority: NOBODY)
