"""Pages as nobody should write them: the sweeps must find them."""

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from config import urls
from keyworker.access.pages import page
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.people.models import ContactPoint, HouseholdMember, Person


@page(needs=Permission.PERSON_VIEW)
@require_safe
def careless(request, person_id):
    """Fetches by key without asking whether this worker may see them."""
    found = facts(Person, because="nobody thought of it").get(pk=person_id)
    return HttpResponse(f"<h1>{found.full_name}</h1>")


@page(needs=Permission.PERSON_VIEW)
@require_safe
def talkative(request):
    """Lists everybody of the agency."""
    found = facts(Person, because="nobody thought of it").values_list("full_name", flat=True)
    return HttpResponse("<br>".join(found))


@page(needs=Permission.PERSON_VIEW)
@require_safe
def loose(request):
    """Sets a style, runs a script, and answers a click, all inline."""
    return HttpResponse('<p style="color: red" onclick="go()">Hello</p><script>go()</script>')


@page(needs=Permission.PERSON_VIEW)
@require_safe
def slow(request):
    """Asks the database once for every person."""
    found = facts(Person, because="nobody thought of it")
    homes = (facts(HouseholdMember, because="nobody thought of it").filter(person=each) for each in found)
    return HttpResponse("".join(str(each.count()) for each in homes))


@page(needs=Permission.PERSON_VIEW)
@require_safe
def indiscreet(request):
    """Tells where everybody can be reached, however secret that is."""
    found = facts(ContactPoint, because="nobody thought of it").select_related("person")
    return HttpResponse("<br>".join(each.value for each in found))


urlpatterns = [
    path("breach/<uuid:person_id>/", careless, name="careless"),
    path("breach/everybody/", talkative, name="talkative"),
    path("breach/loose/", loose, name="loose"),
    path("breach/slow/", slow, name="slow"),
    path("breach/ways/", indiscreet, name="indiscreet"),
    *urls.urlpatterns,
]
handler404, handler403, handler500 = urls.handler404, urls.handler403, urls.handler500
