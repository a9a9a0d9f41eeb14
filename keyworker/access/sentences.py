"""The trust floor's verbs as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "access.refused": _("{who} was refused: {action}."),
        "access.program_opened": _("{who} set up a program."),
        "access.public_form_opened": _("{who} opened the public referral form."),
        "access.staff_added": _("{who} added a member of staff."),
        "access.sign_in_given": _("{who} gave an invited colleague a sign-in."),
        "access.role_granted": _("{who} gave the role {role}."),
        "access.role_proposed": _("{who} proposed the role {role}."),
        "access.role_confirmed": _("{who} confirmed the role {role}."),
        "access.role_turned_down": _("{who} turned down the role {role}."),
        "access.role_revoked": _("{who} took back the role {role}."),
        "access.staff_ended": _("{who} ended a member of staff's place of work."),
        "access.signed_in": _("{who} signed in."),
        "access.signed_out": _("{who} signed out."),
        "access.signed_out_elsewhere": _("{who} signed out everywhere else."),
        "access.handed_over": _("{who} handed their device over to a client."),
        "access.given_back": _("{who} took their device back."),
        "access.passkey_added": _("{who} added a key to sign in with."),
        "access.passkey_removed": _("{who} took away a key to sign in with."),
        "access.code_app_added": _("{who} set up a code app to sign in with."),
        "access.code_app_removed": _("{who} took away the code app to sign in with."),
        "access.spare_codes_made": _("{who} made new spare codes to sign in with."),
        "access.password_changed": _("{who} changed their password."),
        "access.password_reset": _("{who} chose a new password by a link."),
    }
)
