// What operators can do in a room, as one dialog: what, to whom, for how long and why. Loaded for operators alone.

import { Component, type ComponentChildren } from "preact";
import type { ChatClient, RoomSnapshot } from "@chat/client";
import type { ModerationRequest } from "@chat/protocol/moderation";
import { textOf } from "../form-text.ts";
import style from "./operator-tools.css?inline";

// A sheet made by a script: the policy allows it, unlike a style element.
const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);

interface OperatorToolsProps {
  client: ChatClient;
  room: RoomSnapshot;
}

/** What the dialog offers: what it is called, and which fields it takes. */
const DEEDS = {
  mute: { label: "Mute somebody", fields: ["username", "seconds", "reason"] },
  unmute: { label: "Let somebody speak again", fields: ["username"] },
  kick: { label: "Take somebody out", fields: ["username", "reason"] },
  ban: { label: "Ban somebody", fields: ["username", "seconds", "reason"] },
  unban: { label: "Lift a ban", fields: ["username"] },
  topic: { label: "Set the topic", fields: ["topic"] },
  close: { label: "Close the room: operators alone speak", fields: ["reason"] },
  open: { label: "Open the room: everybody speaks", fields: [] },
  password: { label: "Set or take away the password", fields: ["password"] },
} as const;

const TIMES = [
  [600, "10 minutes"],
  [3_600, "1 hour"],
  [86_400, "1 day"],
  [604_800, "7 days"],
  [2_592_000, "30 days"],
] as const;

type Action = keyof typeof DEEDS;

/** Deletes a message for good, and for everybody: so it is asked for twice. What comes of it is heard in the room. */
export function deleteMessage(client: ChatClient, room: string, id: number): void {
  if (!confirm("Delete this message for everybody?")) return;
  client.moderate({ room, action: "delete", id }).catch((error: unknown) => {
    alert(error instanceof Error ? error.message : String(error));
  });
}

interface OperatorToolsState {
  action: Action;
  fault: string;
}

const AT_FIRST: OperatorToolsState = { action: "mute", fault: "" };

/** The button and its dialog. */
export class OperatorTools extends Component<OperatorToolsProps, OperatorToolsState> {
  override state = AT_FIRST;
  #dialog: HTMLDialogElement | null = null;

  override render({ room }: OperatorToolsProps, { action, fault }: OperatorToolsState) {
    const fields: readonly string[] = DEEDS[action].fields;
    return (
      <>
        <button type="button" class="link" onClick={() => this.#dialog?.showModal()}>
          Moderate
        </button>
        <dialog
          ref={(dialog) => {
            this.#dialog = dialog;
          }}
          class="card moderation"
          aria-labelledby="moderation-title"
        >
          <h2 id="moderation-title">Moderate {room.room}</h2>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void this.#submit(event.currentTarget);
            }}
          >
            <Field name="action" label="What">
              <select
                id="moderation-action"
                value={action}
                onChange={({ currentTarget }) => {
                  this.setState({ action: currentTarget.value as Action, fault: "" });
                }}
              >
                {Object.entries(DEEDS).map(([name, { label }]) => (
                  <option key={name} value={name}>
                    {label}
                  </option>
                ))}
              </select>
            </Field>
            {fields.includes("username") && (
              <Field name="username" label="Who">
                <input
                  id="moderation-username"
                  name="username"
                  list="moderation-names"
                  required
                  autoComplete="off"
                />
                <datalist id="moderation-names">
                  {room.members.map((name) => (
                    <option key={name} value={name} />
                  ))}
                </datalist>
              </Field>
            )}
            {fields.includes("seconds") && (
              <Field name="seconds" label="For">
                <select id="moderation-seconds" name="seconds">
                  {TIMES.map(([seconds, label]) => (
                    <option key={seconds} value={seconds}>
                      {label}
                    </option>
                  ))}
                </select>
              </Field>
            )}
            {fields.includes("topic") && (
              <Field name="topic" label="Topic (empty: none)">
                <input
                  id="moderation-topic"
                  name="topic"
                  maxLength={200}
                  defaultValue={room.topic}
                />
              </Field>
            )}
            {fields.includes("password") && (
              <Field name="password" label="Password (empty: open to everybody)">
                <input id="moderation-password" name="password" autoComplete="off" />
              </Field>
            )}
            {fields.includes("reason") && (
              <Field name="reason" label="Why (everybody reads it)">
                <input id="moderation-reason" name="reason" maxLength={200} autoComplete="off" />
              </Field>
            )}
            <p class="fault" role="alert">
              {fault}
            </p>
            <div class="buttons">
              <button type="button" class="link" onClick={() => this.#dialog?.close()}>
                Cancel
              </button>
              <button class="primary">Do it</button>
            </div>
          </form>
        </dialog>
      </>
    );
  }

  async #submit(form: HTMLFormElement): Promise<void> {
    const { client, room } = this.props;
    const { action } = this.state;
    try {
      const fields = DEEDS[action].fields;
      await client.moderate(toRequest(room.room, action, fields, new FormData(form)));
      // The form shows its first choice again, and so what goes with it.
      form.reset();
      this.setState(AT_FIRST);
      this.#dialog?.close();
    } catch (error) {
      this.setState({ fault: error instanceof Error ? error.message : String(error) });
    }
  }
}

interface FieldProps {
  name: string;
  label: string;
  children: ComponentChildren;
}

function Field({ name, label, children }: FieldProps) {
  return (
    <div class="field">
      <label for={`moderation-${name}`}>{label}</label>
      {children}
    </div>
  );
}

function toRequest(
  room: string,
  action: Action,
  fields: readonly string[],
  form: FormData,
): ModerationRequest {
  const given = fields.map((name): [string, unknown] => {
    const text = textOf(form, name).trim();
    if (name === "seconds") return [name, Number(text)];
    return [name, name === "password" ? text || null : text];
  });
  return { room, action, ...Object.fromEntries(given) } as ModerationRequest;
}
