// A server whose store forgets nonces: a draft that is sent again is stored again.

import { changeScript } from "./redis-scripts.js";

changeScript("append", "redis.call('SET', key, seen[key], 'PX', ARGV[3])", "");
