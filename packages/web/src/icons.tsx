// The few pictures of the page. They are decoration: what they mean stands beside them as text or label.

function Icon({ d }: { d: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

/** Three lines: what opens the list of rooms. */
export function MenuIcon() {
  return <Icon d="M4 7h16M4 12h16M4 17h10" />;
}

/** A cross: what closes or leaves. */
export function CloseIcon() {
  return <Icon d="M6 6l12 12M18 6L6 18" />;
}

/** An arrow upward: what sends. */
export function SendIcon() {
  return <Icon d="M12 19V5M5.5 11.5L12 5l6.5 6.5" />;
}

/** An arrow downward: what leads to the end. */
export function DownIcon() {
  return <Icon d="M12 5v14M5.5 12.5L12 19l6.5-6.5" />;
}

/** A plus: what adds. */
export function PlusIcon() {
  return <Icon d="M12 5v14M5 12h14" />;
}
