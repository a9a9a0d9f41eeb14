"""Reads the forms of a page as a browser would, and fills them in badly."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT = {"text", "search", "tel", "email", "url", "number", "password", "time", "textarea", ""}


@dataclass
class Field:
    """A field of a form: `kind` is its type, "textarea" or "select"; `values` what it holds or offers."""

    name: str
    kind: str
    values: list = field(default_factory=list)


@dataclass
class FoundForm:
    """A form that sends: where to, and its fields."""

    action: str
    fields: list = field(default_factory=list)

    @property
    def buttons(self):
        """Buttons that say something of their own when they are pressed."""
        return [each.name for each in self.fields if each.kind == "submit"]

    def filled(self, say, *, hidden=None, pressed=None):
        """Field → value; `say(number, field)` for what a person fills in, `hidden(field)` for what the page sent."""
        data = {}
        for number, each in enumerate(self.fields):
            if each.kind == "submit" and each.name != pressed:
                continue
            if each.kind in {"hidden", "submit"}:
                data[each.name] = hidden(each) if hidden else each.values[0]
            else:
                data[each.name] = say(number, each)
        return data


class Forms(HTMLParser):
    """Collects the forms of a page that are sent by POST."""

    def __init__(self):
        super().__init__()
        self.found, self._open, self._select = [], None, None

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = FoundForm(given.get("action", ""))
            self.found.append(self._open)
        elif self._open is None:
            return
        elif tag == "option" and self._select:
            self._select.values.append(given.get("value", ""))
        elif given.get("name") and tag in {"input", "textarea", "select", "button"}:
            self._add(tag, given)

    def _add(self, tag, given):
        kind = {"textarea": "textarea", "select": "select", "button": "submit"}.get(tag) or given.get("type", "text")
        known = next((each for each in self._open.fields if each.name == given["name"] and each.kind == kind), None)
        if known is None:
            known = Field(given["name"], kind)
            self._open.fields.append(known)
        if tag != "select":
            known.values.append(given.get("value", ""))
        self._select = known if tag == "select" else None

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = None


def forms_of(html):
    parser = Forms()
    parser.feed(html)
    return parser.found
