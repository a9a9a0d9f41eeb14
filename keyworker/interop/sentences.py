"""The machines' door: its verbs as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "interop.directory_file_sent": _("{who} sent a directory file to look over."),
        "interop.directory_file_matched": _("{who} said what the columns of a directory file are."),
        "interop.number_not_theirs": _(
            "Whoever has their number says that it is not theirs. Somebody asks for another."
        ),
        "interop.cried_for_help": _("A text from a number of theirs asked for help. Who looks after them was told."),
        "interop.number_doubted": _("Three texts in a row did not reach their phone. Somebody checks the number."),
        "interop.numbers_looked_over": _("Keyworker looked for numbers that texts do not reach: {numbers} to check."),
        "interop.text_put_in_file": _("{who} put a text that came in into the file."),
        "interop.copy_given": _("{who} gave them a copy of what is kept about them."),
        "interop.agency_exported": _("Everything the agency owns was written out ({rows} rows)."),
        "interop.export_asked": _("{who} asked for everything the agency owns, to take along."),
        "interop.export_begun": _("Everything the agency owns is being written out."),
        "interop.export_went_on": _("{rows} rows of an export are written."),
        "interop.export_failed": _("An export was not finished."),
        "interop.export_taken": _("{who} took an export along."),
        "interop.export_deleted": _("{who} deleted an export."),
        "interop.exports_forgotten": _("Keyworker deleted exports whose time was over: {ended}."),
        "interop.sheet_sent": _("{who} sent a list of people."),
        "interop.sheet_matched": _("{who} said what the columns of a list are."),
        "interop.sheet_rows_looked_over": _("Some rows of a list were looked over."),
        "interop.sheet_looked_over": _("A list was looked over."),
        "interop.sheet_looked_over_again": _("A list is looked over from its beginning."),
        "interop.sheet_rows_decided": _("{who} decided whom rows of a list are about."),
        "interop.sheet_started": _("{who} said that a list comes in."),
        "interop.sheet_rows_brought_in": _("Some rows of a list came in."),
        "interop.sheet_brought_in": _("A list came in."),
        "interop.sheet_undo_started": _("{who} said that a list is taken back."),
        "interop.sheet_rows_taken_back": _("Some rows of a list were taken back."),
        "interop.sheet_goes_on": _("{who} let the work on a list go on."),
        "interop.sheet_put_aside": _("{who} put a list aside."),
        "interop.directory_file_put_aside": _("{who} put a directory file aside without bringing it in."),
    }
)
