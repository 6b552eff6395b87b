// The lower edge of the screen as Ink components: a panel, a line for what happens, the status line, the input.
// Draws what it is given, in exactly the rows it is given; how the connection stands it reads off the chat as it is
// painted. Knows no keys.

import { type SnapshotSource, useChat } from "@chat/client/react";
import { Box, Text } from "ink";
import type { ReactElement } from "react";

import { textWidth, truncate } from "../output/text-width.ts";
import { type Tone, connectionWords } from "./words.ts";

/** A room in the status line. */
export interface RoomTab {
  name: string;
  /** In view. */
  active: boolean;
  unread: number;
  /** Somebody named oneself there. */
  mentioned: boolean;
}

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

/** Half a status line of fewer cells has no room for words. */
const SIGN_ALONE_BELOW = 20;
const colours = { good: "green", wait: "yellow", bad: "red" } as const;

/** The footer. */
export function Footer(props: FooterProps & { chat: SnapshotSource }): ReactElement {
  const { chat, columns, panel, activity, status, prompt, input, inputFromStart } = props;
  const indent = " ".repeat(prompt.length);
  return (
    <Box flexDirection="column" width={columns}>
      {panel && <Panel {...panel} columns={columns} />}
      {activity && <Activity {...activity} />}
      {status && <Status {...status} chat={chat} columns={columns} />}
      {input.map((row, index) => (
        <Box key={index} height={1} overflow="hidden">
          <Text wrap="truncate">
            <Text bold>{index === 0 && inputFromStart ? prompt : indent}</Text>
            {row}
          </Text>
        </Box>
      ))}
    </Box>
  );
}

function Panel({
  title,
  rows,
  columns,
}: {
  title: string;
  rows: readonly string[];
  columns: number;
}): ReactElement {
  const line = `── ${title} `;
  return (
    <Box flexDirection="column">
      <Box height={1} overflow="hidden">
        <Text wrap="truncate" color="cyan">
          {line + "─".repeat(Math.max(0, columns - line.length))}
        </Text>
      </Box>
      {rows.map((row, index) => (
        <Box key={index} height={1} overflow="hidden">
          <Text wrap="truncate">{row === "" ? " " : row}</Text>
        </Box>
      ))}
    </Box>
  );
}

function Activity({ text, tone }: { text: string; tone: Tone | "dim" }): ReactElement {
  return (
    <Box height={1} overflow="hidden">
      {tone === "dim" ? (
        <Text wrap="truncate" dimColor>
          {text === "" ? " " : text}
        </Text>
      ) : (
        <Text wrap="truncate" color={colours[tone]}>
          {text}
        </Text>
      )}
    </Box>
  );
}

function Status({
  chat,
  columns,
  tabs,
  hint,
  now,
}: StatusLine & { chat: SnapshotSource; columns: number }): ReactElement {
  const connection = useChat(chat, (snapshot) => snapshot.connection);
  const words = connectionWords(connection, now);
  // Where it is tight the sign alone says that all is well; what is not gets half the row.
  const room = Math.max(1, Math.floor((columns - textWidth(hint)) / 2));
  const signAlone = words.tone === "good" && room < SIGN_ALONE_BELOW;
  const text = signAlone ? words.text.slice(0, 1) : truncate(words.text, room);
  return (
    <Box height={1} overflow="hidden" justifyContent="space-between">
      <Box flexShrink={1} overflow="hidden" height={1}>
        <Text wrap="truncate">
          {tabs.map((tab, index) => (
            <Tab key={tab.name} {...tab} number={index + 1} />
          ))}
        </Text>
      </Box>
      <Box flexShrink={0} height={1}>
        <Text wrap="truncate">
          {hint === "" ? "" : <Text color="yellow">{` ${hint} `}</Text>}{" "}
          <Text color={colours[words.tone]}>{text}</Text>
        </Text>
      </Box>
    </Box>
  );
}

function Tab({
  name,
  active,
  unread,
  mentioned,
  number,
}: RoomTab & { number: number }): ReactElement {
  if (active) {
    return (
      <Text>
        {` ${number} `}
        <Text bold>{name}</Text>
      </Text>
    );
  }
  const count = unread === 0 ? "" : `(${unread > 999 ? "999+" : unread})`;
  return mentioned ? (
    <Text color="yellow" bold>{` ${number} ${name}${count}!`}</Text>
  ) : (
    <Text dimColor={unread === 0}>{` ${number} ${name}${count}`}</Text>
  );
}
