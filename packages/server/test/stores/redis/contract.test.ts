// The Redis store under the contracts of all stores, on a real redis-server.

import { describeMeasures } from "../describe-measures.ts";
import { describeNameClaims } from "../describe-name-claims.ts";
import { describeRoomStore } from "../describe-room-store.ts";
import { onRedis } from "./store-fixtures.ts";

describeRoomStore("RedisRoomStore", onRedis());
describeMeasures("RedisRoomStore", onRedis());
describeNameClaims("RedisRoomStore", onRedis());
