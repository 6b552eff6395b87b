// The port to the connections of this node: who is told what. Knows neither frames nor transports.

/** One event with its payload as JSON, as it goes to every listener. */
export interface Delivery {
  event: "message" | "user_joined" | "user_left" | "typing" | "moderated";
  /** The payload, spliced into the frame as it is. */
  json: string;
  /** The session that must not be told: it made the change itself. */
  except?: string;
}

/** Tells the sessions of this node what happens in their rooms. A session is named by its connection. */
export interface Audience {
  /**
   * Lets a session hear the room from now on, after `history` (the JSON of a `room_history` payload) was sent to it:
   * nothing delivered before this call reaches it, everything after does, in order.
   */
  enter(room: string, session: string, history: string): void;
  /** Lets a session hear the room no longer. */
  exit(room: string, session: string): void;
  /** Tells every session of the room, in the order of the calls. May do so a moment later, see {@link settle}. */
  deliver(room: string, delivery: Delivery): void;
  /** What was delivered so far reaches the session before whatever it is sent from now on. */
  settle(room: string, session: string): void;
}
