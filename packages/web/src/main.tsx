// Puts the page into its document. All that touches the browser's globals before anything is shown is here.

import { options, render } from "preact";
import { App } from "./app.tsx";
import { createPace } from "./frame-pace.ts";
import { createSavedState, openStore } from "./saved-state.ts";

options.debounceRendering = createPace({
  now: () => performance.now(),
  onFrame: requestAnimationFrame,
  after: (ms, callback) => void setTimeout(callback, ms),
});

function begin(): void {
  const saved = createSavedState(
    openStore(() => localStorage),
    openStore(() => sessionStorage),
  );
  const root = document.getElementById("app");
  if (root !== null) render(<App saved={saved} />, root);
}

// Asked for early by the chat's file, this one may be there before the document is.
if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
else begin();
