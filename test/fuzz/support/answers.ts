// What a server may say, whatever it was asked: acknowledgements, errors and events of the protocol's shape, and nothing
// else. Judges single answers; knows nothing of how they came.

import { type RequestName, isRoomName, isTimestamp, isUsername, readMessage } from "@chat/protocol";

import { HTTP_STATUS } from "../../../packages/server/src/http/errors.ts";
import { Violation } from "./violation.ts";

type Fields = Record<string, unknown>;

/** Names are cleaned, so that a reader may trust them; `members` of rooms are names alone. */
const isNames = (value: unknown): boolean => Array.isArray(value) && value.every(isUsername);
const isMessage = (value: unknown): boolean => {
  const read = readMessage(value);
  return read !== undefined && read.message === (value as Fields)["message"];
};
const isPage = ({ room, messages, complete }: Fields): boolean =>
  isRoomName(room) &&
  Array.isArray(messages) &&
  messages.every(isMessage) &&
  typeof complete === "boolean";
const isChange = ({ room, username, timestamp, members }: Fields): boolean =>
  isRoomName(room) && isUsername(username) && isTimestamp(timestamp) && isCount(members);

const isModerated = (value: unknown): boolean => {
  const { room, action, timestamp } = value as Fields;
  return isRoomName(room) && typeof action === "string" && isTimestamp(timestamp);
};

const answers: Readonly<Record<RequestName, (answer: Fields) => boolean>> = {
  join: ({ room, username, members }) =>
    isRoomName(room) && isUsername(username) && isNames(members),
  leave: ({ room }) => isRoomName(room),
  message: ({ message }) => isMessage(message),
  history: isPage,
  members: ({ room, members }) => isRoomName(room) && isNames(members),
  rooms: ({ rooms }) =>
    Array.isArray(rooms) &&
    rooms.every(({ room, members, lastMessageAt }: Fields) => {
      return isRoomName(room) && isCount(members) && isTimestampOrNull(lastMessageAt);
    }),
  typing: () => true,
  moderate: ({ moderated }) => isModerated(moderated),
};

const events: Readonly<Record<string, (payload: Fields) => boolean>> = {
  room_history: isPage,
  message: isMessage,
  user_joined: isChange,
  user_left: isChange,
  typing: ({ room, username, typing }) =>
    isRoomName(room) && isUsername(username) && typeof typing === "boolean",
  moderated: isModerated,
  chat_error: (error) => typeof error["event"] === "string" && isWireError(error),
};

/** The requests whose acknowledgements are known here. */
export const judgedRequests: readonly string[] = Object.keys(answers);

/** Judges the values of an acknowledgement. @throws Violation */
export function judgeAcknowledgement(name: string, values: readonly unknown[]): void {
  const [answer] = values as Fields[];
  const whole = values.length === 1 && isFields(answer);
  if (whole && answer["ok"] === false && isWireError(answer["error"])) return;
  if (whole && answer["ok"] === true && answers[name as RequestName](answer)) return;
  throw new Violation(`the acknowledgement of ${name} has a form of its own`, values);
}

/** Judges what a request over HTTP is answered with, by the request of the same kind. @throws Violation */
export function judgeAnswer(name: RequestName, body: unknown): void {
  if (isFields(body) && answers[name](body)) return;
  throw new Violation(`the answer to ${name} has a form of its own`, body);
}

/** Judges an event of the server. @throws Violation */
export function judgeEvent(name: unknown, payload: unknown): void {
  const judge = typeof name === "string" && Object.hasOwn(events, name) ? events[name] : undefined;
  if (judge !== undefined && isFields(payload) && judge(payload)) return;
  throw new Violation("the server said what the protocol does not know", [name, payload]);
}

/**
 * Judges what a refused request over HTTP is answered with.
 *
 * @throws Violation where code and status do not belong together
 */
export function judgeRefusal(status: number, body: unknown): void {
  const error = isFields(body) ? body["error"] : undefined;
  if (isWireError(error) && HTTP_STATUS[error.code] === status) return;
  throw new Violation(`a refusal with status ${status} does not say why`, body);
}

function isWireError(error: unknown): error is Fields & { code: keyof typeof HTTP_STATUS } {
  if (!isFields(error)) return false;
  const { code, message, retryAfterMs } = error;
  return (
    typeof code === "string" &&
    Object.hasOwn(HTTP_STATUS, code) &&
    code !== "internal" &&
    typeof message === "string" &&
    message !== "" &&
    (retryAfterMs === undefined || isCount(retryAfterMs))
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isTimestampOrNull(value: unknown): boolean {
  return value === null || isTimestamp(value);
}
