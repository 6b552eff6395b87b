// The few pictures of the page. They are decoration: what they mean stands beside them as text or label.

import type { ComponentChildren } from "preact";

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

/** Three lines: what opens the list of rooms. */
export function MenuIcon() {
  return (
    <Icon>
      <path d="M4 7h16M4 12h16M4 17h10" />
    </Icon>
  );
}

/** A cross: what closes or leaves. */
export function CloseIcon() {
  return (
    <Icon>
      <path d="M6 6l12 12M18 6L6 18" />
    </Icon>
  );
}

/** An arrow upward: what sends. */
export function SendIcon() {
  return (
    <Icon>
      <path d="M12 19V5M5.5 11.5L12 5l6.5 6.5" />
    </Icon>
  );
}

/** An arrow downward: what leads to the end. */
export function DownIcon() {
  return (
    <Icon>
      <path d="M12 5v14M5.5 12.5L12 19l6.5-6.5" />
    </Icon>
  );
}

/** A plus: what adds. */
export function PlusIcon() {
  return (
    <Icon>
      <path d="M12 5v14M5 12h14" />
    </Icon>
  );
}
