"""Small XLSForms to test with, written as tables of words."""

import io

from openpyxl import Workbook

from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.xlsform import spreadsheet as reader
from keyworker.questionnaires.xlsform.converting import form_of
from keyworker.questionnaires.xlsform.opening import book_of


def spreadsheet(survey, choices="", settings="", **more):
    """The bytes of an .xlsx. A sheet is lines of cells with | between them; the first line titles the columns."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, table in {"survey": survey, "choices": choices, "settings": settings, **more}.items():
        if table:
            sheet = workbook.create_sheet(name)
            for line in table.strip().splitlines():
                sheet.append([cell.strip() or None for cell in line.split("|")])
    return saved(workbook)


def saved(workbook):
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def made(survey, choices="", settings="", **more):
    """The form; the sheets are read here and not in a process of their own, which is tried elsewhere."""
    return form_of(book_of(reader.read(spreadsheet(survey, choices, settings, **more))))


def items(form):
    """All items by link id."""
    found = {}
    waiting = list(form.content["item"])
    while waiting:
        item = waiting.pop()
        found[item["linkId"]] = item
        waiting.extend(item.get("item", []))
    return found


def item(form, link_id):
    return items(form)[link_id]


def said(form):
    """What is remarked: {(sheet, row, column): words}."""
    return {(remark.sheet, remark.row, remark.column): remark.says for remark in form.remarks}


def lost(form):
    return {(remark.sheet, remark.row, remark.column) for remark in form.remarks if remark.level == "warning"}


def expression(form, link_id, ending):
    """The FHIRPath of the item's extension whose name ends so."""
    found = [each for each in item(form, link_id)["extension"] if each["url"].endswith(ending)]
    return found[0]["valueExpression"]["expression"]


def filled(form, language="", **answers):
    """The form filled in: text, number and date answers as they are typed, choices by their codes."""
    data = {}
    for name, value in answers.items():
        if isinstance(value, tuple):
            data |= {f"answer::{part}:{name}": text for part, text in zip(("day", "month", "year"), value, strict=True)}
        else:
            data[f"answer:::{name}"] = value
    return Filling(parse(form.content), data=data, language=language)


def worked_out(form, link_id, **answers):
    """What the form works out for an item: one plain value, or None."""
    return result(filled(form, **answers), link_id)


def result(filling, link_id):
    waiting = list(filling.to_response(completed=False)["item"])
    while waiting:
        found = waiting.pop()
        if found["linkId"] == link_id and "answer" in found:
            (value,) = [content for name, content in found["answer"][0].items() if name.startswith("value")]
            return value
        waiting.extend(found.get("item", []))
        waiting.extend(below for answer in found.get("answer", []) for below in answer.get("item", []))
    return None


def is_asked(form, link_id, **answers):
    """Whether an item is asked, given these answers."""
    return any(place.link_id == link_id for place in filled(form, **answers).asked)
