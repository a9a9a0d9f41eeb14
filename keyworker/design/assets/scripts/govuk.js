// The GOV.UK components our pages use, and no others.

import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";
import { ServiceNavigation } from "govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { ExitQuickly } from "./exit-quickly.js";

// GOV.UK's radios say aria-expanded, which a radio may not have (ARIA 1.2); what opens stands next in reading order.
class RevealingRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}

const COMPONENTS = {
  "govuk-button": Button,
  "govuk-character-count": CharacterCount,
  "govuk-checkboxes": Checkboxes,
  "govuk-error-summary": ErrorSummary,
  "govuk-exit-this-page": ExitQuickly,
  "govuk-radios": RevealingRadios,
  "govuk-service-navigation": ServiceNavigation,
  "govuk-skip-link": SkipLink,
};

export function startGovuk(root) {
  for (const [name, Component] of Object.entries(COMPONENTS)) {
    for (const element of root.querySelectorAll(`[data-module="${name}"]:not([data-${name}-init])`)) {
      try {
        new Component(element);
      } catch (problem) {
        console.warn(problem); // one broken part must not stop the others
      }
    }
  }
}
