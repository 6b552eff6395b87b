// A server that never takes another for dead.

import { CONDEMN } from "../../../packages/server/dist/stores/redis/scripts.js";
import { changeScript } from "./redis-scripts.js";

changeScript(CONDEMN, "redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2]", "true");
