"""Rights are read in the person's language and said back in their own words."""

from keyworker.intake.models import Admission
from keyworker.people.models import TimelineEntry
from tests.intake.test_pages import answers


def test_the_rights_stand_in_the_persons_own_language_beside_the_workers(town, page, accepted):
    arabic = page(town.flo).get(f"/referrals-in/{accepted(language='ar').pk}/admit/").content.decode()
    assert '<div lang="ar" dir="rtl">' in arabic
    assert "You choose. You may say no" in arabic
    for language in ("en", "", "fa"):
        shown = page(town.flo).get(f"/referrals-in/{accepted(language=language).pk}/admit/").content.decode()
        assert "<div lang=" not in shown


def test_what_they_say_it_means_is_kept_in_their_words_and_stands_in_their_story(town, page, accepted):
    referral = accepted()
    said = answers(town, seen=referral.version, teach_back="You help me, and I decide.")
    page(town.flo).post(f"/referrals-in/{referral.pk}/admit/", said)
    admission = town.find(Admission, referral=referral)
    assert admission.teach_back == "You help me, and I decide."
    assert admission.rights_version == "rights-2026-02"
    line = town.find(TimelineEntry, person=admission.person_id, verb="intake.taught_back")
    assert line.facts["words"] == "You help me, and I decide."
