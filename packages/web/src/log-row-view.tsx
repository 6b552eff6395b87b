// How a row of the log looks. Text from others becomes text nodes, nothing else.

import { Component, type ComponentChildren } from "preact";
import { describeModerated, type MessageEntry, type ModeratedEntry } from "@chat/client";
import type { LogRow, Notices } from "./log-rows.ts";
import { isMention } from "./mentions.ts";
import { MessageText } from "./message-text.tsx";
import { toHueStyle } from "./name-hue.ts";
import { NameList } from "./name-list.tsx";
import { toClock, toDay, toDayLabel, toFullTime } from "./times.ts";

interface LogRowViewProps {
  row: LogRow;
  username: string;
  now: Date;
  onDelete?: ((id: number) => void) | undefined;
}

/** One row. */
export function LogRowView({ row, username, now, onDelete }: LogRowViewProps) {
  switch (row.type) {
    case "day":
      return (
        <p class="day">
          <time dateTime={toDay(row.timestamp)}>{toDayLabel(row.timestamp, now)}</time>
        </p>
      );
    case "ruler":
      return <p class="ruler">New</p>;
    case "notices":
      return <NoticesRow notices={row.notices} />;
    case "moderated":
      return <ModeratedRow entry={row.entry} />;
    case "gap":
      return <p class="gap">Messages are missing here, and the server no longer has them.</p>;
    case "message":
      return (
        <MessageRow
          entry={row.entry}
          continued={row.continued}
          username={username}
          onDelete={onDelete}
        />
      );
  }
}

interface MessageRowProps {
  entry: MessageEntry;
  continued: boolean;
  username: string;
  onDelete: ((id: number) => void) | undefined;
}

/** A message never changes, so it is drawn again only where its surroundings do. */
class MessageRow extends Component<MessageRowProps> {
  override shouldComponentUpdate(next: MessageRowProps): boolean {
    const { entry, continued, onDelete } = this.props;
    return next.entry !== entry || next.continued !== continued || !next.onDelete !== !onDelete;
  }

  override render() {
    const { entry, continued, username, onDelete } = this.props;
    const { message } = entry;
    const own = message.username === username;
    const mentioned = !own && isMention(message.message, username);
    const classes = [
      "message",
      continued && "continued",
      own && "own",
      mentioned && "mentioned",
      message.deleted && "deleted",
    ];
    return (
      <article
        class={classes.filter(Boolean).join(" ")}
        data-key={entry.key}
        style={toHueStyle(message.username)}
      >
        {!continued && <Avatar username={message.username} />}
        <By username={message.username}>
          <Moment timestamp={message.timestamp} />
        </By>
        <MessageText text={message.message} />
        {onDelete && !message.deleted && (
          <button type="button" class="link delete" onClick={() => onDelete(message.id)}>
            Delete
          </button>
        )}
      </article>
    );
  }
}

/** A person at a glance: the first letter of the name on its colour. Says nothing that the name does not. */
export function Avatar({ username }: { username: string }) {
  return (
    <span class="avatar" aria-hidden="true">
      {String.fromCodePoint(username.codePointAt(0) ?? 0).toUpperCase()}
    </span>
  );
}

/** Whose a message is, and what else is said of it. */
export function By({ username, children }: { username: string; children: ComponentChildren }) {
  return (
    <p class="by">
      <bdi class="name">{username}</bdi> {children}
    </p>
  );
}

/** When it was; in full for who asks. */
function Moment({ timestamp }: { timestamp: string }) {
  return (
    <time
      dateTime={timestamp}
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title ||= toFullTime(timestamp);
      }}
    >
      {toClock(timestamp)}
    </time>
  );
}

function ModeratedRow({ entry }: { entry: ModeratedEntry }) {
  return (
    <p class="notice">
      {describeModerated(entry, (at) => toFullTime(at.toISOString()))}{" "}
      <Moment timestamp={entry.timestamp} />
    </p>
  );
}

function NoticesRow({ notices }: { notices: Notices }) {
  const { joined, left, visited, returned, timestamp } = notices;
  return (
    <p class="notice">
      <NameList names={joined} does="joined" />
      <NameList names={left} does="left" />
      <NameList names={visited} does="came and went" />
      <NameList names={returned} does="came back" />
      <Moment timestamp={timestamp} />
    </p>
  );
}
