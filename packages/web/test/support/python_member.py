# A member of a room, written with python-socketio: posts each line of its standard input, prints each message it hears.

import sys

import socketio

url, room, username = sys.argv[1:]
client = socketio.Client()


@client.on("message")
def heard(message):
    print(f"{message['id']} {message['username']}: {message['message']}", flush=True)


client.connect(url, transports=["websocket"])
client.call("join", {"room": room, "username": username})
print("joined", flush=True)
for line in sys.stdin:
    answer = client.call("message", {"room": room, "message": line.rstrip("\n")})
    assert answer["ok"], answer
client.disconnect()
