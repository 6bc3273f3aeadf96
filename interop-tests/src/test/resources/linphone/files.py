"""Linphone's library (liblinphone 5.1 of Debian) as a phone that sends and fetches files.

linphonec has no command for that; the functions below are those that Linphone's windows call.

    files.py CONFIG FILE_SERVER DOWNLOADS

reads `send ADDRESS FILE` and `quit`, one a line, and prints one JSON object a line.
"""
import ctypes
import json
import os
import queue
import sys
import threading
import time

REGISTERED = 2
STATES = {3: "not-delivered", 2: "delivered", 4: "failed", 5: "complete", 6: "delivered-to-user"}

config, server, downloads = sys.argv[1:4]
for version in range(10, 16):
    try:
        lib = ctypes.CDLL(f"liblinphone.so.{version}")
        break
    except OSError:
        continue
else:
    sys.exit("there is no liblinphone here")

Pointer = ctypes.c_void_p
keep = []  # what C calls must not be collected


def function(name, result, *arguments):
    f = getattr(lib, "linphone_" + name)
    f.restype = result
    f.argtypes = arguments
    return f


def call(name, *arguments):
    """A function that is given pointers and texts, and answers with a pointer."""
    given = [a.encode() if isinstance(a, str) else a for a in arguments]
    kinds = [ctypes.c_char_p if isinstance(a, bytes) else Pointer for a in given]
    return function(name, Pointer, *kinds)(*given)


def text(name, of):
    found = function(name, ctypes.c_char_p, Pointer)(of)
    return found.decode() if found else ""


def callback(*kinds):
    def made(f):
        c = ctypes.CFUNCTYPE(None, *kinds)(f)
        keep.append(c)
        return c

    return made


def say(**event):
    print(json.dumps(event), flush=True)


def watch(message, direction, path):
    @callback(Pointer, ctypes.c_int)
    def changed(_, state):
        if state in STATES:
            say(event="file", direction=direction, state=STATES[state], file=path)

    callbacks = call("chat_message_get_callbacks", message)
    call("chat_message_cbs_set_msg_state_changed", callbacks, ctypes.cast(changed, Pointer))


@callback(Pointer, Pointer, ctypes.c_int, ctypes.c_char_p)
def registration(_, __, state, ___):
    if state == REGISTERED:
        say(event="registered")


@callback(Pointer, Pointer, Pointer)
def received(_, __, message):
    information = call("chat_message_get_file_transfer_information", message)
    if not information:
        say(event="message", text=text("chat_message_get_text", message))
        return
    name = text("content_get_name", information)
    size = function("content_get_file_size", ctypes.c_size_t, Pointer)(information)
    path = os.path.join(downloads, os.path.basename(name))
    say(event="file", direction="in", state="offered", name=name, size=size)
    keep.append(call("chat_message_ref", message))
    watch(message, "in", path)
    call("content_set_file_path", information, path)
    call("chat_message_download_content", message, information)


def send(address, path):
    room = call("core_get_chat_room_from_uri", core, address)
    content = call("core_create_content", core)
    call("content_set_type", content, "image")
    call("content_set_subtype", content, "jpeg")
    call("content_set_name", content, os.path.basename(path))
    call("content_set_file_path", content, path)
    message = call("chat_room_create_file_transfer_message", room, content)
    keep.append(call("chat_message_ref", message))
    watch(message, "out", path)
    call("chat_message_send", message)


typed = queue.Queue()


def read():
    for line in sys.stdin:
        typed.put(line.strip())
    typed.put("quit")


factory = call("factory_get")
core = call("factory_create_core_3", factory, config, None, None)
callbacks = call("factory_create_core_cbs", factory)
call("core_cbs_set_registration_state_changed", callbacks, ctypes.cast(registration, Pointer))
call("core_cbs_set_message_received", callbacks, ctypes.cast(received, Pointer))
call("core_add_callbacks", core, callbacks)
call("core_set_file_transfer_server", core, server)
call("core_start", core)
threading.Thread(target=read, daemon=True).start()
while True:
    call("core_iterate", core)
    try:
        line = typed.get(timeout=0.02)
    except queue.Empty:
        continue
    if line == "quit":
        break
    _, address, path = line.split(" ", 2)
    send(address, path)
call("core_stop", core)
