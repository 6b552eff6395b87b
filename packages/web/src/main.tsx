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
  if (root === null) return;
  // What stood there for those who wait.
  root.replaceChildren();
  render(<App saved={saved} />, root);
}

begin();
