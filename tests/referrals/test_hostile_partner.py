"""What a partner could have read beside what was shared with them."""

from keyworker.base.actor import visitor
from keyworker.base.context import reading
from keyworker.referrals.actions import answer_referral, send_referral
from keyworker.referrals.models import ReferralStatus
from keyworker.referrals.queries import history, share
from tests.referrals.conftest import agreed, asked, food_bank


def test_a_partner_does_not_read_what_a_worker_wrote_of_their_answer(open_town):
    town = open_town
    case, service = town.client_case(full_name="Xanthippe Quill"), food_bank(town)
    agreed(town, case, service)
    referral = send_referral(actor=town.amina, case=case, sending=asked(service)).referral
    words = "Her brother works there: keep her away."
    answer_referral(actor=town.amina, referral=referral, answer=ReferralStatus.ACCEPTED, words=words)
    partner = visitor("partner-link", agency_id=referral.agency_id, share_id=referral.pk)
    with reading(partner):
        (reply,) = share(partner).replies
    assert (reply.status, reply.words) == ("accepted", "")
    with reading(town.amina):
        assert [reply.words for reply in history(town.amina, referral.pk).replies] == [words]
