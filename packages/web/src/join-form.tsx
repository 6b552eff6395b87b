// The form for a name and a room, and for the token where the server asked for one. Knows nothing of connections.

import { useState } from "preact/hooks";
import {
  ChatError,
  ROOM_NAME_MAX,
  USERNAME_MAX,
  isSecret,
  parseRoomName,
  parseUsername,
} from "@chat/protocol";
import type { ConnectionError } from "@chat/client";
import { tidyName, toRoomName } from "./address.ts";
import type { Identity } from "./saved-state.ts";

interface JoinFormProps {
  /** Who it was the last time. */
  identity: Identity | undefined;
  /** What proves that names are one's own. */
  secret: string;
  room: string;
  /** Why the server did not let this person in, where it did not. */
  refusal: ConnectionError | undefined;
  onJoin: (identity: Identity, room: string, secret: string) => void;
}

/** Longer than any token, shorter than what a handshake carries. */
const TOKEN_MAX = 1_000;

const NO_SECRET = 'A secret has 16 to 128 letters, digits, "-" and "_".';

type FieldName = "username" | "room" | "secret";

/** Asks who comes, and where to. */
export function JoinForm({ identity, secret, room, refusal, onJoin }: JoinFormProps) {
  const taken = refusal?.code === "username_taken" ? refusal.message : undefined;
  const [faults, setFaults] = useState<Partial<Record<FieldName, string>>>(
    taken === undefined ? {} : { username: taken },
  );
  const asksToken = refusal?.code === "unauthorized" || identity?.token !== undefined;

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const username = tidyName(textOf(fields, "username"));
    const roomText = tidyName(textOf(fields, "room"));
    const chosenRoom = toRoomName(roomText) ?? roomText;
    const chosenSecret = textOf(fields, "secret").trim();
    const found = {
      ...faultOf("username", () => parseUsername(username)),
      ...faultOf("room", () => parseRoomName(chosenRoom)),
      ...(isSecret(chosenSecret) ? {} : { secret: NO_SECRET }),
    };
    setFaults(found);
    const [faulty] = Object.keys(found);
    if (faulty !== undefined) {
      (form.elements.namedItem(faulty) as HTMLElement | null)?.focus();
      return;
    }
    const token = textOf(fields, "token").trim();
    onJoin(token === "" ? { username } : { username, token }, chosenRoom, chosenSecret);
  };

  return (
    <main class="welcome">
      <form class="card" noValidate onSubmit={submit}>
        <h1>Join the chat</h1>
        <p class="lead">Choose a name that others will see, and a room to meet in.</p>
        {refusal !== undefined && taken === undefined && (
          <p class="fault" role="alert">
            {refusal.message}
          </p>
        )}
        <Field
          name="username"
          label="Your name"
          value={identity?.username ?? ""}
          fault={faults.username}
          maxLength={USERNAME_MAX * 2}
          autocomplete="nickname"
          focused={!asksToken}
        />
        <Field
          name="room"
          label="Room"
          value={room}
          fault={faults.room}
          maxLength={ROOM_NAME_MAX * 2}
          autocomplete="off"
        />
        {asksToken && (
          <Field
            name="token"
            label="Token"
            secret
            value={identity?.token ?? ""}
            fault={undefined}
            autocomplete="current-password"
            focused
          />
        )}
        <button type="submit" class="primary">
          Join
        </button>
        <details class="own-names" open={taken !== undefined || faults.secret !== undefined}>
          <summary>Names of yours</summary>
          <p>
            A name belongs to whoever uses it first, by this secret. Put it into another browser to
            be the same person there, or the one from there in here. In a terminal:{" "}
            <code>chat identity</code>.
          </p>
          <Field
            name="secret"
            label="Secret of this browser"
            value={secret}
            fault={faults.secret}
            maxLength={128}
            autocomplete="off"
          />
        </details>
      </form>
    </main>
  );
}

interface FieldProps {
  name: string;
  label: string;
  value: string;
  fault: string | undefined;
  /** Not shown while it is typed. */
  secret?: boolean;
  maxLength?: number;
  autocomplete: string;
  focused?: boolean;
}

function Field(props: FieldProps) {
  const { name, label, value, fault } = props;
  const input = {
    id: name,
    name,
    defaultValue: value,
    maxLength: props.maxLength ?? TOKEN_MAX,
    autocomplete: props.autocomplete,
    autocapitalize: "none",
    spellcheck: false,
    autofocus: props.focused ?? false,
    "aria-invalid": fault !== undefined,
    "aria-describedby": fault === undefined ? undefined : `${name}-fault`,
  } as const;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {props.secret === true ? (
        <input type="password" {...input} />
      ) : (
        <input type="text" dir="auto" {...input} />
      )}
      {fault !== undefined && (
        <p class="fault" id={`${name}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

function textOf(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value : "";
}

function faultOf(field: FieldName, parse: () => unknown): Partial<Record<FieldName, string>> {
  try {
    parse();
    return {};
  } catch (error) {
    if (error instanceof ChatError) return { [field]: error.message };
    throw error;
  }
}
