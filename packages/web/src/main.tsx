// Puts the page into its document. All that touches the browser's globals before anything is shown is here.

import { options, render } from "preact";
import { App } from "./app.tsx";
import { createSavedState, openStore } from "./saved-state.ts";

const HIDDEN_FRAME_MS = 200;

// One rendering a frame, however many messages arrive in it. A hidden page has no frames, but a title to keep.
options.debounceRendering = (renderNow) => {
  let due = true;
  const once = (): void => {
    if (due) renderNow();
    due = false;
  };
  requestAnimationFrame(once);
  setTimeout(once, HIDDEN_FRAME_MS);
};

const saved = createSavedState(
  openStore(() => localStorage),
  openStore(() => sessionStorage),
);
const root = document.getElementById("app");
if (root !== null) render(<App saved={saved} />, root);
