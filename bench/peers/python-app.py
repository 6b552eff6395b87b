# The chat this project grew from, by its design: FastAPI, python-socketio, redis.asyncio. Store, then emit to the room.

import json
import os
from datetime import datetime, timezone

import redis.asyncio as redis
import socketio
import uvicorn
from fastapi import FastAPI

HISTORY_LIMIT = 100
TTL_SECONDS = 86400

sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
api = FastAPI()
store = redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
joined = {}


def now():
    return datetime.now(timezone.utc).isoformat()


async def read_history(room, limit):
    entries = await store.lrange(f"room:{room}:messages", 0, limit - 1)
    return [json.loads(entry) for entry in reversed(entries)]


@sio.event
async def connect(sid, environ):
    joined[sid] = {}


@sio.event
async def join(sid, data):
    room, username = data["room"], data["username"]
    sio.enter_room(sid, room)
    joined[sid][room] = username
    await sio.emit("room_history", {"room": room, "messages": await read_history(room, HISTORY_LIMIT)}, to=sid)
    await sio.emit("user_joined", {"room": room, "username": username, "timestamp": now()}, room=room)
    return {"ok": True}


@sio.event
async def leave(sid, data):
    room = data["room"]
    sio.leave_room(sid, room)
    username = joined[sid].pop(room, None)
    await sio.emit("user_left", {"room": room, "username": username, "timestamp": now()}, room=room)
    return {"ok": True}


@sio.event
async def message(sid, data):
    room = data["room"]
    stored = {"username": data["username"], "message": data["message"], "timestamp": now(), "room": room}
    key = f"room:{room}:messages"
    await store.lpush(key, json.dumps(stored))
    await store.ltrim(key, 0, HISTORY_LIMIT - 1)
    await store.expire(key, TTL_SECONDS)
    await sio.emit("message", stored, room=room)
    return {"ok": True}


@sio.event
async def disconnect(sid):
    for room, username in joined.pop(sid, {}).items():
        await sio.emit("user_left", {"room": room, "username": username, "timestamp": now()}, room=room)


@api.get("/api/rooms/{room}/history")
async def history(room: str, limit: int = 50):
    return {"room": room, "messages": await read_history(room, limit)}


app = socketio.ASGIApp(sio, other_asgi_app=api)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="error", access_log=False)
