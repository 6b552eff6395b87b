// The side of the page: one's rooms, who is in the open one, and who one is. Beside the room on a wide screen, a drawer over it
// on a narrow one. A file of its own, fetched once what was said can be read.

import { Component } from "preact";
import { CloseIcon } from "./icons.tsx";
import { MemberList } from "./member-list.tsx";
import { RoomList, type RoomListProps } from "./room-list.tsx";
import style from "./side.css?inline";

// A sheet made by a script: the policy allows it, unlike a style element.
const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);

interface SideProps extends RoomListProps {
  /** Whether the drawer is open. Means nothing on a wide screen. */
  drawn: boolean;
  onClose: () => void;
  /** Who is in the open room; undefined where none is open. */
  members: readonly string[] | undefined;
  username: string;
  /** One wants to be somebody else. */
  onChangeName: () => void;
  /** Asks the browser for leave to notify; undefined where there is nothing to ask. */
  onNotify: (() => void) | undefined;
}

/** The side, or the drawer. */
export class Side extends Component<SideProps> {
  #close: HTMLButtonElement | null = null;
  /** Puts things back as they were before the drawer was opened. */
  #undo: (() => void) | undefined;

  override componentDidMount(): void {
    if (this.props.drawn) this.#open();
  }

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

  override render(props: SideProps) {
    const { members, username, onClose, onChangeName, onNotify } = props;
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
          <RoomList {...props} />
          {members && <MemberList members={members} username={username} />}
          <p class="me">
            <span>
              You are <bdi class="wrap">{username}</bdi>
            </span>
            <button type="button" class="link" onClick={onChangeName}>
              Change name
            </button>
            {onNotify && (
              <button type="button" class="link" onClick={onNotify}>
                Notify me of mentions
              </button>
            )}
          </p>
        </aside>
      </>
    );
  }

  #open(): void {
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
      // Back to where it was opened. Where this file came late, nothing has the focus by now.
      document.querySelector<HTMLElement>('[aria-controls="side"]')?.focus();
    };
  }
}
