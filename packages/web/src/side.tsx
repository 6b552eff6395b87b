// The side of the page: beside the room on a wide screen, a drawer over it on a narrow one.

import { Component, type ComponentChildren } from "preact";
import { CloseIcon, MenuIcon } from "./icons.tsx";
import { toBadge, type Unread } from "./unread.ts";

interface SideProps {
  /** Whether the drawer is open. Means nothing on a wide screen. */
  drawn: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** The side, or the drawer. */
export class Side extends Component<SideProps> {
  #close: HTMLButtonElement | null = null;
  /** Puts things back as they were before the drawer was opened. */
  #undo: (() => void) | undefined;

  // Before it is painted: Escape must work from the first moment that the drawer is seen.
  override componentDidUpdate(before: SideProps): void {
    if (before.drawn === this.props.drawn) return;
    if (this.props.drawn) this.#open();
    else this.componentWillUnmount();
  }

  override componentWillUnmount(): void {
    this.#undo?.();
    this.#undo = undefined;
  }

  override render({ onClose, children }: SideProps) {
    return (
      <>
        <div class="veil" onClick={onClose} />
        <aside class="side" id="side" aria-label="Rooms and members">
          <button
            ref={(button) => {
              this.#close = button;
            }}
            type="button"
            class="quiet side-close"
            aria-label="Close"
            onClick={onClose}
          >
            <CloseIcon />
          </button>
          {children}
        </aside>
      </>
    );
  }

  #open(): void {
    const before = document.activeElement;
    this.#close?.focus();
    const close = (): void => this.props.onClose();
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") close();
    };
    // A drawer that outlives its screen's narrowness would leave the room behind it out of reach.
    const wide = matchMedia("(min-width: 48rem)");
    wide.addEventListener("change", close);
    document.addEventListener("keydown", onKey);
    this.#undo = () => {
      wide.removeEventListener("change", close);
      document.removeEventListener("keydown", onKey);
      if (before instanceof HTMLElement) before.focus();
    };
  }
}

interface MenuButtonProps {
  unread: Unread;
  drawn: boolean;
  onOpen: () => void;
}

/** Opens the drawer, and says what waits behind it. */
export function MenuButton({ unread: { count, mentioned }, drawn, onOpen }: MenuButtonProps) {
  return (
    <button
      type="button"
      class="quiet menu-button"
      aria-label={count === 0 ? "Rooms and members" : `Rooms and members, ${toBadge(count)} unread`}
      aria-expanded={drawn}
      aria-controls="side"
      onClick={onOpen}
    >
      <MenuIcon />
      {count > 0 && (
        <span class={`badge${mentioned ? " mention" : ""}`} aria-hidden="true">
          {toBadge(count)}
        </span>
      )}
    </button>
  );
}
