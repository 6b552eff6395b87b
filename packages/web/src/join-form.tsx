// The form for a name and a room, and for the token where the server asked for one. Knows nothing of connections.

import { Component, type TargetedSubmitEvent } from "preact";
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
import { textOf } from "./form-text.ts";
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

type Faults = Partial<Record<FieldName, string>>;

/** Asks who comes, and where to. */
export class JoinForm extends Component<JoinFormProps, { faults: Faults }> {
  override state = { faults: takenFault(this.props) };

  override render(props: JoinFormProps, { faults }: { faults: Faults }) {
    const { identity, secret, room, refusal } = props;
    const taken = takenFault(props).username;
    const asksToken = refusal?.code === "unauthorized" || identity?.token !== undefined;
    return (
      <main class="welcome">
        <form class="card" noValidate onSubmit={this.#submit}>
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
              A name belongs to whoever uses it first, by this secret. Put it into another browser
              to be the same person there, or the one from there in here. In a terminal:{" "}
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

  #submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const username = tidyName(textOf(fields, "username"));
    const roomText = tidyName(textOf(fields, "room"));
    const room = toRoomName(roomText) ?? roomText;
    const secret = textOf(fields, "secret").trim();
    const faults = {
      ...faultOf("username", () => parseUsername(username)),
      ...faultOf("room", () => parseRoomName(room)),
      ...(isSecret(secret) ? {} : { secret: NO_SECRET }),
    };
    this.setState({ faults });
    const [faulty] = Object.keys(faults);
    if (faulty !== undefined) {
      (form.elements.namedItem(faulty) as HTMLElement | null)?.focus();
      return;
    }
    const token = textOf(fields, "token").trim();
    this.props.onJoin(token === "" ? { username } : { username, token }, room, secret);
  };
}

/** What is wrong with the name of who was refused for it. */
function takenFault({ refusal }: JoinFormProps): Faults {
  return refusal?.code === "username_taken" ? { username: refusal.message } : {};
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

function faultOf(field: FieldName, parse: () => unknown): Partial<Record<FieldName, string>> {
  try {
    parse();
    return {};
  } catch (error) {
    if (error instanceof ChatError) return { [field]: error.message };
    throw error;
  }
}
