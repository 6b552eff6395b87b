// The words of the wire: everything that servers and clients of the chat share.

export * from "./errors.ts";
export * from "./events.ts";
export * from "./limits.ts";
export * from "./markup.ts";
export * from "./message.ts";
export * from "./moderated.ts";
export * from "./names.ts";
export * from "./requests.ts";
export * from "./secret.ts";
export * from "./room-password.ts";
export * from "./text.ts";
export * from "./web-addresses.ts";
