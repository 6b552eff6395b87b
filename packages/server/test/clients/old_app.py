# A client of the app this chat grew from, as its users wrote them: python3-socketio, the old events, no
# acknowledgements. Joins, says one line, waits to see another one's, leaves, and prints what it saw as JSON lines.
#
#     old_app.py URL ROOM USERNAME WAIT_FOR

import json
import sys
import threading

import socketio

url, room, username, wait_for = sys.argv[1:5]
sio = socketio.Client(reconnection=False)
done = threading.Event()


def say(event, data):
    print(json.dumps({"event": event, "data": data}), flush=True)


def hear(event):
    def heard(data=None):
        say(event, data)
        if event == "room_history":
            sio.emit("message", {"room": room, "username": username, "message": "hello from " + username})
        if event == "message" and data["message"] == wait_for:
            done.set()

    sio.on(event, heard)


for name in ["room_history", "message", "user_joined", "user_left", "chat_error"]:
    hear(name)


@sio.event
def connect():
    sio.emit("join", {"room": room, "username": username})


sio.connect(url, transports=sys.argv[5].split(",") if len(sys.argv) > 5 else None)
if not done.wait(15):
    sys.exit("it never saw " + wait_for)
# Nothing of the protocol stays behind: a refused request is told by an event.
sio.emit("message", {"room": "no such room", "username": username, "message": "x"})
sio.emit("leave", {"room": room, "username": username})
sio.sleep(0.2)
sio.disconnect()
