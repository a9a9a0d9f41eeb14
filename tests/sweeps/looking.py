"""What a browser is asked about a page: who cannot use it, what overflows, where the keyboard leads, which colours."""

import json
import re
from functools import cache
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

PALETTE = Path("keyworker/design/static/design/palette.json")
SERIOUS = {"serious", "critical"}
# Rules whose breaking is never serious would be looked at for nothing.
RUN_AXE = """(asked) => {
  const slight = axe._audit.rules.filter((rule) => ["minor", "moderate"].includes(rule.impact));
  const rules = Object.fromEntries(slight.map((rule) => [rule.id, {enabled: false}]));
  return axe.run({...asked, rules: {...rules, ...asked.rules}});
}"""
# Looking at contrasts takes six times as long as all other rules together (see `hard_to_read`).
BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
ONLY_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# What can be lost when a page speaks another language: its title, its language, names of things to press and fill in.
# That they have names at all was asked of the page before, rule by rule; here is looked whether one has none.
NAMELESS = """() => {
  const says = (one) => one?.textContent.trim();
  const named = (one) => one.ariaLabel || one.title || one.alt || one.value || says(one)
    || (one.getAttribute("aria-labelledby") ?? "").split(" ").some((id) => says(document.getElementById(id)))
    || [...(one.labels ?? [])].some(says) || one.querySelector("svg title, [alt]:not([alt=''])");
  const asked = "a[href], button, summary, input:not([type=hidden]), select, textarea, iframe, [role=img]";
  const found = [...document.querySelectorAll(asked)].filter((one) => one.checkVisibility() && !named(one));
  const without = Object.entries({title: document.title, language: document.documentElement.lang});
  return found.map((one) => `no name: ${one.outerHTML.slice(0, 120)}`)
    .concat(without.filter(([, said]) => !said).map(([what]) => `no ${what}`));
}"""

WIDER_THAN_THE_SCREEN = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("main *, header *, footer *, nav *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && one.offsetParent)
    .slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)
    .concat(`${document.documentElement.scrollWidth} > ${width}`);
}"""

# Everything a keyboard must reach: one radio of a group stands for all.
STOPS = """() => {
  const asked = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const groups = new Set();
  return [...document.querySelectorAll(asked)].filter((one) => {
    if (one.disabled || one.closest("[inert], dialog:not([open]), template")) return false;
    if (!one.checkVisibility({visibilityProperty: true}) || one.tabIndex < 0) return false;
    if (one.type !== "radio") return true;
    const group = `${one.form?.id}/${one.name}`;
    return !groups.has(group) && groups.add(group);
  }).map((one, number) => (one.dataset.stop = number, one.type === "radio" ? `radio ${one.name}` : number));
}"""

# Notes where the keyboard comes, and whether that can be seen on the thing itself or on what stands for it.
LISTEN = """() => {
  window.reached = [];
  const outlined = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const rings = (style) => outlined(style) || style.boxShadow !== "none";
  document.activeElement?.blur();
  window.scrollTo(0, 0);
  document.addEventListener("focusin", ({target: one}) => {
    const label = one.labels?.[0];
    const seen = rings(getComputedStyle(one)) || (label && (rings(getComputedStyle(label))
      || rings(getComputedStyle(label, "::before"))));
    const name = one.type === "radio" ? `radio ${one.name}` : Number(one.dataset.stop ?? -1);
    window.reached.push({name, seen: Boolean(seen), what: one.outerHTML.slice(0, 120)});
  });
}"""
# A box for a time or a day has stops within, at which nothing else is reached.
WITHIN = "() => 3 * document.querySelectorAll('input[type=time], input[type=date]').length"

WHAT = "(stop) => document.querySelector(`[data-stop='${stop}']`)?.outerHTML.slice(0, 120) ?? stop"

COLOURS = """() => {
  const asked = ["color", "backgroundColor", "borderTopColor", "borderRightColor", "borderBottomColor",
                 "borderLeftColor", "outlineColor", "fill", "stroke", "caretColor", "textDecorationColor"];
  const found = {};
  for (const one of document.querySelectorAll("body, body *")) {
    if (!one.checkVisibility()) continue;
    const style = getComputedStyle(one);
    for (const name of asked) {
      if (name.startsWith("border") && parseFloat(style[name.replace("Color", "Width")]) === 0) continue;
      if (name === "outlineColor" && style.outlineStyle === "none") continue;
      if ((name === "fill" || name === "stroke") && !(one instanceof SVGElement)) continue;
      found[style[name]] ??= `${name} of ${one.tagName.toLowerCase()}.${one.className?.baseVal ?? one.className}`;
    }
  }
  return found;
}"""
# In which colours the page's words stand: theirs, what is behind them, how large and heavy, and how faint.
WORDS_COLOURS = """() => {
  const found = new Set();
  const behind = (one) => {
    const layers = [];
    for (; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.backgroundImage !== "none") layers.push(style.backgroundImage);
      if (style.backgroundColor !== "rgba(0, 0, 0, 0)") layers.push(style.backgroundColor);
      if (style.opacity !== "1") layers.push(style.opacity);
      if (style.backgroundColor.startsWith("rgb(")) break;
    }
    return layers.join("/");
  };
  const known = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const one = text.parentElement;
    if (!text.data.trim() || known.has(one) || !one.checkVisibility({visibilityProperty: true})) continue;
    known.set(one, true);
    const style = getComputedStyle(one);
    found.add([style.color, behind(one), style.fontSize, style.fontWeight].join(" on "));
  }
  for (const one of document.querySelectorAll("input, select, textarea")) {
    if (!one.checkVisibility({visibilityProperty: true})) continue;
    const style = getComputedStyle(one);
    found.add([style.color, behind(one), style.fontSize, style.fontWeight, one.placeholder ? 1 : 0].join(" on "));
  }
  return [...found];
}"""
RGB = re.compile(r"rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)")


@cache
def _protocol_of(page):
    return page.context.new_cdp_session(page)


def hard_to_use(page, **options):
    """Serious violations of accessibility rules on the page as it stands."""
    if not page.evaluate("() => Boolean(window.axe)"):
        _protocol_of(page).send("Runtime.evaluate", {"expression": f"{AXE_SCRIPT};0"})  # as it is, not read as a value
    asked = {"resultTypes": ["violations"], "elementRef": False, **options}
    found = page.evaluate(RUN_AXE, asked)["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}" for each in found if each["impact"] in SERIOUS for node in each["nodes"]
    ]


def hard_to_read(page, seen):
    """Words that stand out too little; in colours that were looked at before (`seen`) nothing is looked at again."""
    colours = set(page.evaluate(WORDS_COLOURS))
    if colours <= seen:
        return []
    found = hard_to_use(page, **ONLY_CONTRAST)
    if not found:
        seen |= colours
    return found


def nameless(page):
    """Things to press and fill in that say nothing in the language of the page."""
    return page.evaluate(NAMELESS)


def overflowing(page):
    return page.evaluate(WIDER_THAN_THE_SCREEN)


def unreachable(page):
    """Links, buttons and boxes that Tab never reaches, and stops where the focus cannot be seen."""
    wanted = page.evaluate(STOPS)
    page.evaluate(LISTEN)
    for _ in range(len(wanted) + page.evaluate(WITHIN) + 1):
        page.keyboard.down("Tab")  # held down, it goes on from stop to stop
    page.keyboard.up("Tab")
    reached = page.evaluate("() => window.reached")
    found = {f"the focus cannot be seen on {each['what']}" for each in reached if not each["seen"]}
    missed = [each for each in wanted if each not in {one["name"] for one in reached}]
    return sorted(found) + [f"Tab does not reach {page.evaluate(WHAT, each)}" for each in missed]


def strange_colours(page, theme):
    """Computed colours that are not in the palette of this theme."""
    palette = {tuple(bytes.fromhex(value[1:])) for value in json.loads(PALETTE.read_text())[theme].values()}
    strange = []
    for colour, where in page.evaluate(COLOURS).items():
        known = RGB.fullmatch(colour)
        if colour != "none" and not (known and (known[4] == "0" or tuple(map(int, known.groups()[:3])) in palette)):
            strange.append(f"{colour}: {where}")
    return strange
