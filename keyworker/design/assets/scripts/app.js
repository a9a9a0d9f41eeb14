// The one script of every page. Each part improves something that already works without it.

import { startAutosave } from "./autosave.js";
import { startDialogs } from "./dialogs.js";
import { startPads } from "./drawing-pad.js";
import { startGovuk } from "./govuk.js";
import { startHandedOver } from "./handed-over.js";
import { startIdle } from "./idle.js";
import { startKeepTyping } from "./keep-typing.js";
import { startMenus } from "./menus.js";
import { startReaders } from "./read-aloud.js";
import { startSearchKey } from "./search-key.js";
import { startSliders } from "./sliders.js";
import { startSwaps } from "./swaps.js";
import { startTheme } from "./theme.js";
import { startUnsaved } from "./unsaved.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function startPage(root) {
  startGovuk(root);
  startDialogs(root);
  startSliders(root);
  startPads(root);
  startReaders(root);
}

startPage(document.body);
startUnsaved();
startKeepTyping(startPage);
startAutosave();
startIdle();
startHandedOver();
startMenus();
startSearchKey();
startSwaps(startPage);
startTheme();
