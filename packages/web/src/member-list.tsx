// Who is in the room.

import { Component } from "preact";
import { toHueStyle } from "./name-hue.ts";

interface MemberListProps {
  members: readonly string[];
  username: string;
}

/** The members of the open room, in the server's order. Not drawn again with every message: there may be hundreds. */
export class MemberList extends Component<MemberListProps> {
  override shouldComponentUpdate({ members }: MemberListProps): boolean {
    return members !== this.props.members;
  }

  override render({ members, username }: MemberListProps) {
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
}
