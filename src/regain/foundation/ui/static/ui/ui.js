// What the page does by itself. Everything here improves a page that already works without it.

import { startPalette } from "./js/palette.js";
import { startKeys } from "./js/keys.js";
import { startMenus, startDialogs } from "./js/open.js";
import { startToasts } from "./js/toasts.js";
import { startForms } from "./js/forms.js";
import { startTheme } from "./js/theme.js";

document.documentElement.dataset.js = "on";

startTheme();
startMenus();
startDialogs();
startToasts();
startForms();
const openPalette = startPalette();
startKeys(openPalette);
