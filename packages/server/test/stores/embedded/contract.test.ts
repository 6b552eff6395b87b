// The embedded store under the contracts of all stores.

import { describeMeasures } from "../describe-measures.ts";
import { describeNameClaims } from "../describe-name-claims.ts";
import { describeRoomStore } from "../describe-room-store.ts";
import { onDisk } from "./store-fixture.ts";

describeRoomStore("EmbeddedRoomStore", onDisk);
describeMeasures("EmbeddedRoomStore", onDisk);
describeNameClaims("EmbeddedRoomStore", onDisk);
