// The Redis store under the contracts of all stores, on a cluster of three masters.

import { describeMeasures } from "../describe-measures.ts";
import { describeNameClaims } from "../describe-name-claims.ts";
import { describeRoomStore } from "../describe-room-store.ts";
import { onCluster } from "./store-fixtures.ts";

describeRoomStore("RedisRoomStore on a cluster", onCluster());
describeMeasures("RedisRoomStore on a cluster", onCluster());
describeNameClaims("RedisRoomStore on a cluster", onCluster());
