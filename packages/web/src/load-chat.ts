// The file of the chat: loaded once, and remembered. The form is there before it.

import type { ChatScreen } from "./chat-screen.tsx";

/** What the file has in it. */
export interface ChatFile {
  ChatScreen: typeof ChatScreen;
}

let loaded: ChatFile | undefined;

/** Loads it. @throws where the server is away, or has another page by now */
export async function loadChat(): Promise<ChatFile> {
  return (loaded ??= await import("./chat-screen.tsx"));
}

/** The file, where it is there already. */
export function loadedChat(): ChatFile | undefined {
  return loaded;
}
