// What the package offers: the client and what a face sees of it.

export { ChatClient, type ChatClientEnvironment } from "./chat-client.ts";
export { systemClock, type Clock } from "./clock.ts";
export * from "./types.ts";
