// A link that works once is used by whoever opens it, not by what looks at it beforehand: only a browser presses the button.
"use strict";
if (document.visibilityState === "visible" && !document.prerendering) document.getElementById("by-link").submit();
