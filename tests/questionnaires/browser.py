"""A browser small enough to be asked thousands of times: a tree of elements, a form to send, and htmx's swaps."""

from html import escape
from html.parser import HTMLParser

VOID = {"input", "br", "hr", "img", "meta", "link"}
# Where the cursor goes is not what the page says; nor is where a slider stood when the page was drawn.
NOT_COMPARED = {"autofocus", "tabindex"}
REMEMBERED = (":was:", ":rest:")


class Element:
    def __init__(self, tag, attributes=(), parent=None):
        self.tag, self.attributes, self.parent, self.children = tag, dict(attributes), parent, []

    def __iter__(self):
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child

    def all(self, *tags):
        return [element for element in self if element.tag in tags]

    def text(self):
        words = (child if isinstance(child, str) else child.text() for child in self.children)
        return " ".join(" ".join(words).split())

    def written(self):
        """The element as it stands, for comparing."""
        if any(part in self.attributes.get("name", "") for part in REMEMBERED):
            return ""
        said = "".join(
            f' {name}="{escape(value or "")}"'
            for name, value in sorted(self.attributes.items())
            if name not in NOT_COMPARED
        )
        inner = "".join(
            child.written() if isinstance(child, Element) else " ".join(child.split()) for child in self.children
        )
        return f"<{self.tag}{said}>{inner}</{self.tag}>\n"


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.here = Element("root")

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.here.tag == tag, f"</{tag}> inside <{self.here.tag}>"
            self.here = self.here.parent

    def handle_data(self, data):
        # What follows <textarea> on its first line is not part of it.
        if self.here.tag == "textarea" and not self.here.children:
            data = data.removeprefix("\n")
        if data.strip() or self.here.tag == "textarea":
            self.here.children.append(data)


def parsed(html):
    builder = _Builder()
    builder.feed(html)
    assert builder.here is builder.root, f"<{builder.here.tag}> was left open"
    return builder.root


class Tab:
    """One page, with a script's way of refreshing it: `preview(data)` gives what the server sends for these data."""

    def __init__(self, html, preview):
        self.root, self._preview = parsed(html), preview

    def controls(self):
        return [e for e in self.root.all("input", "select", "textarea") if e.attributes.get("type") != "hidden"]

    def buttons(self, *names):
        return [button for button in self.root.all("button") if button.attributes.get("name") in names]

    def data(self, pressed=None):
        """What the form would send."""
        found = {}
        for element in self.root.all("input", "select", "textarea"):
            for value in _sends(element):
                found.setdefault(element.attributes["name"], []).append(value)
        if pressed is not None:
            found[pressed.attributes["name"]] = [pressed.attributes["value"]]
        return found

    def refresh(self, pressed=None):
        self.swap(self._preview(self.data(pressed)))

    def swap(self, html):
        swapped = parsed(html)
        parts = [part for each in swapped.children for part in (each.children if each.tag == "template" else [each])]
        for part in parts:
            assert part.attributes.pop("hx-swap-oob") == "true"
            (there,) = [e for e in self.root if e.attributes.get("id") == part.attributes["id"]]
            siblings = there.parent.children
            siblings[siblings.index(there)] = part
            part.parent = there.parent

    def set(self, element, value):
        """Do what a person would: choose, tick, or type."""
        if element.tag == "select":
            _choose(element, value)
        elif element.tag == "textarea":
            element.children = [value]
        elif element.attributes.get("type") in {"radio", "checkbox"}:
            self._tick(element)
        else:
            element.attributes["value"] = value
            self._slide(element, value)

    def _tick(self, element):
        was = "checked" in element.attributes
        same = [e for e in self.controls() if e.attributes.get("name") == element.attributes["name"]]
        for other in same if element.attributes["type"] == "radio" else [element]:
            other.attributes.pop("checked", None)
        if not was or element.attributes["type"] == "radio":
            element.attributes["checked"] = None

    def _slide(self, element, value):
        """As sliders.js does: the slider and its box say the same."""
        parts = [e for e in self.root if "data-slider" in e.attributes and element in list(e)]
        for part in parts:
            (slide,) = [e for e in part.all("input") if e.attributes.get("type") == "range"]
            (box,) = [e for e in part.all("input") if e.attributes.get("type") == "text"]
            if element is slide:
                slide.attributes["value"] = box.attributes["value"] = value if value.isdigit() else "0"
            else:
                slide.attributes["value"] = value if value.isascii() and value.isdigit() else "50"
            slide.attributes.pop("data-untouched", None)
            if not box.attributes["value"]:
                slide.attributes["data-untouched"] = None


def _choose(select, value):
    for option in select.all("option"):
        option.attributes.pop("selected", None)
        if value and option.attributes.get("value") == value:
            option.attributes["selected"] = None


def _sends(element):
    if element.tag == "textarea":
        return ["".join(element.children)]
    if element.tag == "select":
        chosen = [option for option in element.all("option") if "selected" in option.attributes]
        return [(chosen or element.all("option"))[0].attributes["value"]]
    if element.attributes.get("type") in {"radio", "checkbox"} and "checked" not in element.attributes:
        return []
    return [] if element.attributes.get("type") == "file" else [element.attributes.get("value", "")]
