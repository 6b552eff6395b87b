// The rules for names as schemas. What a broken rule is called is not known here.

import * as v from "valibot";

import { isRoomName, isUsername } from "./names.ts";

/** A room's name: see `parseRoomName`. */
export const roomName = v.custom<string>(isRoomName);
/** A username: see `parseUsername`. */
export const username = v.custom<string>(isUsername);
