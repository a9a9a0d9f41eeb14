"""Made-up people and days for the gallery, so that components are judged with words as long as real ones."""

import datetime
from typing import Any

ZONE = datetime.UTC


def _at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=ZONE)


NAVIGATION = [
    {"text": "My day", "href": "/design/day/", "current": True},
    {"text": "Referrals in", "href": "#"},
    {"text": "Caseload", "href": "#"},
    {"text": "Directory", "href": "#"},
    {"text": "Figures", "href": "#"},
]

ROSA: dict[str, Any] = {
    "name": "Rosa Delgado",
    "full_name": "Rosa María Delgado Fuentes",
    "pronouns": "she, her",
    "age": "34",
    "born": "3 May 1991",
    "number": "HH-2026-00042",
    "program": "Family Support",
    "worker": "Amina Yusuf",
    "language": "Spanish, interpreter needed",
    "href": "/design/file/",
    "status": {"text": "Open", "tone": "success"},
    "safe_contact": {
        "text": "Text only, weekdays 9 to 15. The phone is shared: leave no voicemail, say “the library”.",
        "tone": "urgent",
    },
    "alerts": [{"text": "Severe nut allergy.", "detail": "Bring no snacks to visits.", "tone": "warning"}],
}

LAYLA: dict[str, Any] = {
    "name": "Layla",
    "own_script": "ليلى الحسن",
    "own_script_lang": "ar",
    "born": "about 1979",
    "number": "HH-2026-00017",
    "program": "New Arrivals",
    "safe_contact": {"text": "Call at any time. Voicemail is fine.", "tone": "info"},
}

TABS = [
    {"text": "Overview", "href": "#"},
    {"text": "Timeline", "href": "#", "current": True},
    {"text": "Assessments", "href": "#"},
    {"text": "Plan", "href": "#"},
    {"text": "Contacts", "href": "#"},
    {"text": "Tasks", "href": "#", "count": 3},
    {"text": "Referrals", "href": "#"},
    {"text": "Documents", "href": "#"},
]

PATH = [
    {"text": "Referral", "state": "done", "href": "#"},
    {"text": "Screening", "state": "done", "href": "#"},
    {"text": "Intake", "state": "done", "href": "#"},
    {"text": "Assessment", "state": "done", "href": "#"},
    {"text": "Plan", "state": "now", "href": "#"},
    {"text": "Review", "state": "later", "href": ""},
    {"text": "Exit", "state": "later", "href": ""},
    {"text": "Follow-up", "state": "later", "href": ""},
]

TIMELINE = [
    {"when": _at(9, 15, 20), "who": "Amina Yusuf", "sentence": "Rosa and Amina met at the library"},
    {"when": _at(6, 10), "who": "Northside Legal Aid", "sentence": "Northside Legal Aid took the referral"},
    {"when": _at(2, 16, 45), "who": "Amina Yusuf", "sentence": "The safe-contact rule was changed to text only"},
    {
        "when": _at(9, 11, month=2),
        "who": "Rosa Delgado and Amina Yusuf",
        "sentence": "The plan was signed as version 1",
    },
]

TASKS = [
    {
        "title": "Call the school about Mateo’s bus pass",
        "person": "Rosa Delgado",
        "hint": "before 11, ask for Ms Okafor",
        "due": "Today",
        "status": {"text": "Due today", "tone": "warning"},
        "href": "#",
        "done_url": "#",
    },
    {
        "title": "Send the housing form back",
        "person": "Layla",
        "due": "2 days ago",
        "status": {"text": "Late", "tone": "urgent"},
        "href": "#",
        "done_url": "#",
    },
    {
        "title": "Agree the next visit",
        "person": "Adaeze Obi",
        "due": "Thursday",
        "status": {"text": "Waiting for them", "tone": "info"},
        "href": "#",
    },
]

FIGURES = [
    {"value": 3, "label": "visits today", "href": "#"},
    {"value": 2, "label": "tasks late", "href": "#", "tone": "urgent"},
    {"value": 4, "label": "new referrals", "href": "#"},
    {"value": 1, "label": "waiting for my signature", "href": "#", "tone": "warning"},
]

READINGS = [
    {"label": "2 Feb", "value": 14},
    {"label": "16 Feb", "value": 12},
    {"label": "2 Mar", "value": 13},
    {"label": "16 Mar", "value": 9},
    {"label": "30 Mar", "value": 6},
]

FACTS = [
    {"key": "Preferred name", "value": "Rosa", "actions": [{"text": "Change", "href": "#"}]},
    {
        "key": "Lives with",
        "lines": ["Mateo, 9 (son)", "Inés, 61 (mother)"],
        "actions": [{"text": "Change", "href": "#"}],
    },
    {"key": "Email", "missing": "Not given", "actions": [{"text": "Add", "href": "#"}]},
]

BADGES = [
    {"text": "Not started", "tone": "neutral"},
    {"text": "Booked", "tone": "info"},
    {"text": "Done", "tone": "success"},
    {"text": "Due today", "tone": "warning"},
    {"text": "Late", "tone": "urgent"},
    {"text": "In their words", "tone": "voice"},
]

BANNERS = [
    {"tone": "success", "text": "The note is signed. It can be added to, but not changed."},
    {"tone": "info", "title": "Ben looks at new plans on Thursdays", "text": "You can go on working while you wait."},
    {
        "tone": "warning",
        "title": "Consent ends in 5 days",
        "text": "Ask Rosa whether it should go on.",
        "links": [{"text": "Open the consent", "href": "#"}],
    },
    {"tone": "urgent", "title": "Do not call before 15:00", "text": "Someone else may answer the phone."},
]

STALE = [
    {"label": "Goal", "mine": "Find a flat near the school", "theirs": "Find a flat near the school", "differs": False},
    {
        "label": "How we will know",
        "mine": "A lease is signed by June",
        "theirs": "A lease is signed by the end of May",
        "differs": True,
    },
]

CHOSEN = [{"text": "Family Support", "remove_href": "#"}, {"text": "Opened this year", "remove_href": "#"}]
SECTIONS = [
    {
        "title": "About you",
        "href": "#",
        "rows": [{"key": "Name", "value": "Rosa Delgado"}, {"key": "How to reach you", "value": "Text message"}],
    }
]
SIGNED_AT = _at(9, 11, month=2)
EVERYTHING: dict[str, Any] = {
    "agency_name": "Harbor House",
    "account_name": "Amina Yusuf",
    "account_role": "Case manager",
    "account_links": [{"text": "My settings", "href": "#"}, {"text": "Who opened what I wrote", "href": "#"}],
    "search_url": "#",
    "nav_items": NAVIGATION,
    "identity": ROSA,
    "layla": LAYLA,
    "tabs": TABS,
    "path": PATH,
    "timeline": TIMELINE,
    "tasks": TASKS,
    "figures": FIGURES,
    "readings": READINGS,
    "facts": FACTS,
    "badges": BADGES,
    "banners": BANNERS,
    "stale": STALE,
    "chosen": CHOSEN,
    "sections": SECTIONS,
    "signed_at": SIGNED_AT,
    "more": [
        {
            "title": "Write it down",
            "links": [{"text": "Write a note", "href": "#"}, {"text": "Time spent", "href": "#"}],
        },
        {"title": "Meet", "links": [{"text": "Plan a visit", "href": "#"}]},
    ],
    "heading_actions": [{"text": "Write a note", "href": "#", "primary": True}, {"text": "Plan a visit", "href": "#"}],
}
