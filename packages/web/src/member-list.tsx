// Who is in the room.

import { toHueStyle } from "./name-hue.ts";

interface MemberListProps {
  members: readonly string[];
  username: string;
}

/** The members of the open room, in the server's order. */
export function MemberList({ members, username }: MemberListProps) {
  return (
    <section class="members" aria-labelledby="members-title">
      <h2 id="members-title">
        Here now <span class="count">{members.length}</span>
      </h2>
      <ul>
        {members.map((member) => (
          <li key={member} style={toHueStyle(member)}>
            <span class="dot" aria-hidden="true" />
            <bdi class="wrap">{member}</bdi>
            {member === username && <span class="muted"> (you)</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
