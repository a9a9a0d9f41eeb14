// Puts our palette in place of every colour the two design systems name, and refuses any colour it does not know.

// GOV.UK's functional colours, by name.
const FUNCTIONAL = {
  brand: "accent",
  text: "ink",
  "inverse-text": "on-accent",
  "template-background": "paper",
  "body-background": "paper",
  "print-text": "ink",
  "secondary-text": "ink-soft",
  focus: "focus",
  "focus-text": "focus-ink",
  error: "urgent",
  success: "success",
  border: "line",
  "input-border": "line-strong",
  hover: "line",
  link: "link",
  "link-visited": "link-visited",
  "link-hover": "accent-strong",
  "link-active": "ink",
  "surface-background": "surface",
  "surface-text": "ink",
  "surface-border": "line",
};

// Literal colours: what they stand for depends on what they paint (ink: text and lines of pictures; ground: the rest).
const LITERAL = {
  "#ffffff": { ink: "on-accent", ground: "surface" },
  "#0b0c0c": { ink: "ink", ground: "ink" },
  "#484949": { ink: "ink-soft", ground: "ink-soft" },
  "#858686": { ink: "ink-soft", ground: "line-strong" },
  "#cecece": { ink: "line", ground: "line" },
  "#f3f3f3": { ink: "sunken", ground: "sunken" },
  "#1d70b8": { ink: "accent", ground: "accent" },
  "#0f385c": { ink: "info", ground: "info" },
  "#d2e2f1": { ink: "info-soft", ground: "info-soft" },
  "#f4f8fb": { ink: "surface", ground: "surface" },
  "#0f7a52": { ink: "success", ground: "accent" },
  "#0b5c3e": { ink: "success", ground: "accent-strong" },
  "#083d29": { ink: "success", ground: "accent-strong" },
  "#cfe4dc": { ink: "success-soft", ground: "success-soft" },
  "#0b4144": { ink: "accent-strong", ground: "accent-strong" },
  "#d0e6e7": { ink: "accent-soft", ground: "accent-soft" },
  "#ca3535": { ink: "urgent", ground: "urgent" },
  "#982828": { ink: "urgent", ground: "urgent" },
  "#651b1b": { ink: "urgent", ground: "urgent" },
  "#f4d7d7": { ink: "urgent-soft", ground: "urgent-soft" },
  "#7a3c1c": { ink: "warning", ground: "warning" },
  "#fde4d7": { ink: "warning-soft", ground: "warning-soft" },
  "#ffee80": { ink: "warning-soft", ground: "warning-soft" },
  "#2a1950": { ink: "voice", ground: "voice" },
  "#ddd6ec": { ink: "voice-soft", ground: "voice-soft" },
  "#651b3e": { ink: "voice", ground: "voice" },
  "#f4d7e5": { ink: "voice-soft", ground: "voice-soft" },
};

const FUNCTION = /var\(--govuk-([a-z-]+)-colour(?:,\s*(?:#[0-9a-f]+|[a-z]+))?\)/gi;
const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:white|black|red|green|blue|gr[ae]y|silver|yellow)\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color|color-mix)a?\([^)]*\)/gi;
const INK = /^(color|fill|stroke|caret-color|text-decoration|text-decoration-color|-webkit-text-fill-color)$/;

export function recolour() {
  return {
    postcssPlugin: "keyworker-recolour",
    Declaration(declaration) {
      if (declaration.prop.startsWith("--kw-")) return;
      if (/^--govuk-.*-colour$/.test(declaration.prop)) return void declaration.remove();
      if (declaration.value.includes("url(/assets/")) return void declaration.remove(); // pictures we do not ship
      const kind = INK.test(declaration.prop) ? "ink" : "ground";
      const named = declaration.value.replace(FUNCTION, (_, name) => token(FUNCTIONAL[name], declaration));
      const next = withoutUrls(named, (text) =>
        text.replace(COLOUR, (colour) => token(LITERAL[colour.toLowerCase()]?.[kind], declaration)),
      );
      if (next !== declaration.value) declaration.value = next;
    },
  };
}

function token(name, declaration) {
  if (name) return `var(--kw-${name})`;
  throw declaration.error(`This colour is not in the palette: ${declaration.prop}: ${declaration.value}`);
}

function withoutUrls(value, change) {
  return value.split(/(url\([^)]*\)|"[^"]*"|var\([^)]*\))/).map((part, index) => (index % 2 ? part : change(part))).join("");
}
