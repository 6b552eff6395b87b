// A server that never takes another for dead.

import { changeScript } from "./redis-scripts.js";

changeScript("condemn", "redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2]", "true");
