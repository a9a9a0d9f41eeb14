"""What happened to the person's own facts, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "people.file_opened": _("{who} opened the file."),
        "people.searched": _("{who} looked for somebody."),
        "people.other_name_noted": _("{who} noted another name."),
        "people.other_name_known": _("{who} noted a name by which they were known already."),
        "people.set_aside": _("{who} noted that two people who look alike are two."),
        "people.brought_in": _("{who} brought this file in from a list."),
        "people.added_from_list": _("{who} added to this file from a list."),
        "people.registered": _("{who} started the record."),
        "people.said_of_themselves": _("{who} noted what they say of themselves."),
        "people.death_noted": _("{who} noted that they have died."),
        "people.death_taken_back": _("{who} noted that they are alive: that they had died was a mistake."),
        "people.named": _("{who} noted the name of somebody who had none here."),
        "people.identity_corrected": _("{who} corrected who they are."),
        "people.safety_set": _("{who} set the safety rules."),
        "people.contact_point_added": _("{who} added a way to reach them."),
        "people.contact_point_changed": _("{who} said anew how safe a way to reach them is."),
        "people.contact_point_ended": _("{who} took away a way to reach them."),
        "people.contact_started": _("{who} read the warning and reached out."),
        "people.contact_point_unsafe": _("{who} marked a way to reach them as unsafe."),
        "people.identifier_added": _("{who} noted an identifier."),
        "people.identifier_shown": _("{who} looked at a whole number of a card or a paper."),
        "people.identifier_ended": _("{who} noted that a number is not valid any more."),
        "people.alert_raised": _("{who} raised an alert: {text}."),
        "people.alert_ended": _("{who} ended an alert: {text}."),
        "people.household_formed": _("{who} noted the household."),
        "people.household_joined": _("{who} noted that somebody came to live with others."),
        "people.household_left": _("{who} noted that somebody left a home."),
        "people.household_changed": _("{who} said anew how somebody lives with others."),
        "people.household_renamed": _("{who} gave a home another name."),
        "people.household_ended": _("{who} noted that people do not live together any more."),
        "people.related": _("{who} noted a relationship."),
        "people.tie_changed": _("{who} said a relationship anew."),
        "people.tie_ended": _("{who} noted that a relationship ended."),
        "people.care_team_joined": _("{who} added somebody to the care team."),
        "people.care_team_left": _("{who} took somebody off the care team."),
        "people.denial_lifted": _("{who} opened the file to a member of staff again."),
        "people.denied": _("{who} closed the file to a member of staff."),
        "people.candidates_noted": _("{who} compared everybody and noted who may stand twice."),
        "people.linked": _("{who} linked this record with another one of the same person."),
        "people.unlinked": _("{who} took the link with another record back."),
        "people.pair_set_aside": _("{who} found that this and another record are two people."),
        "people.colleague_asked": _("{who} asked a colleague whether this person stands twice."),
        "people.portal_closed": _("{who} shut the person's own door to the file."),
        "people.portal_opened": _("{who} opened the person's own door to the file."),
    }
)
