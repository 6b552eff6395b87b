// What the package offers: the client and what a face sees of it.

export {
  ChatError,
  type ChatErrorCode,
  type Joined,
  type Left,
  type LeaveReason,
  type Message,
  type RoomHistory,
  type RoomSummary,
  type WireError,
} from "@chat/protocol";
export { ChatClient, type ChatClientEnvironment } from "./chat-client.ts";
export { systemClock, type Clock } from "./clock.ts";
export { describeModerated } from "./moderated-words.ts";
export * from "./types.ts";
