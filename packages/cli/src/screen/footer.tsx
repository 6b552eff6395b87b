// The lower edge of the screen as Ink components: a panel, a line for what happens, the status line, the input.
// Draws what it is given, in exactly the rows it is given; how the connection stands it reads off the chat as it is
// painted. Knows no keys.

import { type SnapshotSource, useChat } from "@chat/client/react";
import { Box, Text } from "ink";
import type { ReactElement } from "react";

import { textWidth, truncate } from "../output/text-width.ts";
import type { Paint } from "./paint.ts";
import { type RoomTab, toRoomTabs } from "./room-tabs.ts";
import { toRule } from "./rules.ts";
import { type Tone, connectionWords } from "./words.ts";

/** What the status line shows besides the connection. */
export interface StatusLine {
  tabs: readonly RoomTab[];
  /** Where newer messages are, when one has scrolled back. */
  hint: string;
  /** What the time is, for how long the connection is lost; milliseconds since the epoch. */
  now: number;
}

/** What the footer shows. */
export interface FooterProps {
  columns: number;
  /** Text the person asked for, above everything else; its rows fit. */
  panel: { title: string; rows: readonly string[] } | undefined;
  /** One line of what happens; undefined where the screen has no row for it. */
  activity: { text: string; tone: Tone | "dim" } | undefined;
  /** The status line; undefined where the screen has no row for it. */
  status: StatusLine | undefined;
  prompt: string;
  input: readonly string[];
  /** Whether the prompt stands in front of the first row of the input. */
  inputFromStart: boolean;
}

/** How it looks, and what it follows. */
interface Surroundings {
  chat: SnapshotSource;
  paint: Paint;
}

/** Half a status line of fewer cells has no room for words. */
const SIGN_ALONE_BELOW = 20;

/** The footer. */
export function Footer(props: FooterProps & Surroundings): ReactElement {
  const { chat, paint, columns, panel, activity, status, prompt, input, inputFromStart } = props;
  const indent = " ".repeat(prompt.length);
  return (
    <Box flexDirection="column" width={columns}>
      {panel && <Panel {...panel} columns={columns} paint={paint} />}
      {activity && <Row>{toneOf(paint, activity.tone)(activity.text)}</Row>}
      {status && <Status {...status} chat={chat} paint={paint} columns={columns} />}
      {input.map((row, index) => (
        <Row key={index}>{paint.bold(index === 0 && inputFromStart ? prompt : indent) + row}</Row>
      ))}
    </Box>
  );
}

/** One row of the terminal, cut at its edge; blank where there is nothing to say. */
function Row({ children }: { children: string }): ReactElement {
  return (
    <Box height={1} overflow="hidden">
      <Text wrap="truncate">{children === "" ? " " : children}</Text>
    </Box>
  );
}

function Panel({
  title,
  rows,
  columns,
  paint,
}: NonNullable<FooterProps["panel"]> & { columns: number; paint: Paint }): ReactElement {
  return (
    <Box flexDirection="column">
      <Row>{paint.accent(toRule(title, columns))}</Row>
      {rows.map((row, index) => (
        <Row key={index}>{row}</Row>
      ))}
    </Box>
  );
}

function Status({
  chat,
  paint,
  columns,
  tabs,
  hint,
  now,
}: StatusLine & Surroundings & { columns: number }): ReactElement {
  const connection = useChat(chat, (snapshot) => snapshot.connection);
  const words = connectionWords(connection, now);
  // Where it is tight the sign alone says that all is well; what is not gets half the row.
  const room = Math.max(1, Math.floor((columns - textWidth(hint)) / 2));
  const signAlone = words.tone === "good" && room < SIGN_ALONE_BELOW;
  const text = signAlone ? words.text.slice(0, 1) : truncate(words.text, room);
  const right = `${hint === "" ? "" : ` ${hint} `} ${text}`;
  const left = toRoomTabs(tabs, Math.max(0, columns - textWidth(right)), paint);
  return (
    <Box height={1} overflow="hidden" justifyContent="space-between">
      <Box flexShrink={1} overflow="hidden" height={1}>
        <Text wrap="truncate">{left}</Text>
      </Box>
      <Box flexShrink={0} height={1}>
        <Text wrap="truncate">
          {(hint === "" ? "" : paint.alert(` ${hint} `)) + " " + paint[words.tone](text)}
        </Text>
      </Box>
    </Box>
  );
}

function toneOf(paint: Paint, tone: Tone | "dim"): (text: string) => string {
  return tone === "dim" ? paint.muted : paint[tone];
}
