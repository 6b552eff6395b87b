// A server whose store forgets nonces: a draft that is sent again is stored again.

import { APPEND } from "../../../packages/server/dist/stores/redis/scripts.js";
import { changeScript } from "./redis-scripts.js";

changeScript(APPEND, "redis.call('SET', key, seen[key], 'PX', ARGV[3])", "");
