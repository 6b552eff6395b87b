// A server that hands out the list of members before it has told the changes that the list has taken in.

import { Broadcaster } from "../../../packages/server/dist/sockets/broadcaster.js";
import { replaceMethod } from "./replace-method.js";

replaceMethod(Broadcaster.prototype, "settle", () => undefined);
