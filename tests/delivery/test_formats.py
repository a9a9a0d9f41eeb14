"""Notes in parts: SOAP, DAP, BIRP and GIRP, beside the note in one piece."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.ids import new_id
from keyworker.delivery.actions import Draft, save_draft
from keyworker.delivery.formats import PARTS, NoteFormat, in_one_piece, laid_out_again
from keyworker.delivery.models import CaseNote

SOAP = {"subjective": "“I sleep in the car.”", "objective": "Tired eyes.", "assessment": "", "plan": "Call the motel."}
WORDS = st.text(alphabet="abc é\n", max_size=12)


def sent(now_in, **words):
    more = {"draft": str(new_id()), "seen": "0", "page": "tab-1", "category": "general", "format": now_in}
    return {**more, **words}


@pytest.mark.parametrize("layout", [each for each in NoteFormat if PARTS[each]])
def test_every_part_of_a_layout_is_asked_for_and_kept(town, page, layout):
    case = town.client_case()
    address = reverse("delivery:note", args=[case.person_id])
    body = page(town.amina).post(address, sent("free", look="layout", layout=layout)).content.decode()
    assert all(f'name="part_{part.key}"' in body for part in PARTS[layout])
    words = {f"part_{part.key}": f"Words for {part.key}." for part in PARTS[layout]}
    answer = page(town.amina).post(address, sent(layout, act="sign", case_id=str(case.pk), **words))
    assert answer.status_code == 302
    note = town.find(CaseNote, case=case)
    assert (note.format, note.is_signed) == (layout, True)
    assert [words for _part, words in note.laid_out] == list(words.values())
    read = page(town.amina).get(reverse("delivery:read", args=[note.pk])).content.decode()
    assert all(str(part.label) in read and f"Words for {part.key}." in read for part in PARTS[layout])


def test_the_text_of_a_note_is_made_of_its_parts():
    assert (
        in_one_piece("soap", SOAP)
        == "Subjective\n“I sleep in the car.”\n\nObjective\nTired eyes.\n\nPlan\nCall the motel."
    )


def test_a_note_of_empty_parts_is_not_signed(town, page):
    case = town.client_case()
    data = sent("soap", act="sign", case_id=str(case.pk), part_plan="   ")
    answer = page(town.amina).post(reverse("delivery:note", args=[case.person_id]), data)
    assert "Write the note before you sign it." in answer.content.decode()
    assert town.find(CaseNote, case=case) is None


def test_a_draft_in_parts_is_gone_on_with_in_parts(town, page):
    case = town.client_case()
    draft = Draft(new_id(), in_one_piece("soap", SOAP), format=NoteFormat.SOAP, parts=SOAP, page="tab-1")
    note = save_draft(actor=town.amina, case=case, draft=draft)
    body = page(town.amina).get(reverse("delivery:write", args=[note.pk])).content.decode()
    assert "I sleep in the car." in body
    assert 'name="part_objective"' in body


def test_a_layout_that_nobody_knows_is_one_piece(town, page):
    case = town.client_case()
    body = page(town.amina).post(
        reverse("delivery:note", args=[case.person_id]), sent("free", look="layout", layout="<script>", text="Kept.")
    )
    assert "Kept." in body.content.decode()
    assert 'name="text"' in body.content.decode()


@given(st.sampled_from(list(NoteFormat)), st.sampled_from(list(NoteFormat)), st.lists(WORDS, min_size=5, max_size=5))
def test_no_word_is_lost_between_layouts(old, new, words):
    """Whatever was written before is still there afterwards, in a part or in the text."""
    text, *given_parts = words
    parts = {part.key: said for part, said in zip(PARTS[old], given_parts, strict=False)}
    found, whole = laid_out_again(old, parts, text, new)
    left = "\n".join([whole, *found.values()])
    for said in parts.values() if PARTS[old] else [text]:
        assert said.strip() in left
