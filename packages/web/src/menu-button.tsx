// The way to the side where that is a drawer. Says what waits there.

import { MenuIcon } from "./icons.tsx";
import { toBadge, type Unread } from "./unread.ts";

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
