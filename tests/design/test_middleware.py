"""A page that sends in the background is told where to go; every other page is left alone."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from keyworker.design.middleware import keep_typing

BACKGROUND = {"x-keyworker-keep": "1"}


def answered(to, headers=None):
    def get_response(request):
        response = HttpResponseRedirect(to) if to else HttpResponse("the form again")
        response.set_cookie("messages", "saved")
        return response

    return keep_typing(get_response)(RequestFactory().post("/note/", headers=headers))


def test_a_redirect_in_the_background_becomes_an_address_to_follow_and_keeps_its_message():
    response = answered("/saved/", BACKGROUND)

    assert response.status_code == 204
    assert response.headers["X-Keyworker-Location"] == "/saved/"
    assert response.cookies["messages"].value == "saved"
    assert "X-Keyworker-Signed-Out" not in response.headers


def test_a_redirect_to_signing_in_says_that_the_session_has_ended(settings):
    settings.LOGIN_URL = "/in/"

    assert answered("/in/?next=/note/", BACKGROUND).headers["X-Keyworker-Signed-Out"] == "1"


@pytest.mark.parametrize(("to", "headers"), [("/saved/", None), ("", BACKGROUND)])
def test_other_answers_are_left_alone(to, headers):
    response = answered(to, headers)

    assert "X-Keyworker-Location" not in response.headers
    assert response.status_code == (302 if to else 200)
