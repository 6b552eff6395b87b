// Where one writes: Enter sends, Shift-Enter breaks the line, Tab completes a name. Knows nothing of what becomes of it.

import { Component } from "preact";
import { MESSAGE_MAX, countCodePoints, hasVisibleText } from "@chat/protocol";
import { SendIcon } from "./icons.tsx";
import { completeName } from "./mentions.ts";

interface ComposerProps {
  room: string;
  /** The names that Tab completes. */
  names: readonly string[];
  /** The text to begin with. */
  text: string;
  /** Hears every change of the text. */
  onText: (text: string) => void;
  /** Takes the text. Throws where no server would take it; the message of what it throws is shown. */
  onSend: (text: string) => void;
}

/** How close to the limit the count is shown, in code points. */
const COUNT_FROM = MESSAGE_MAX - 400;

interface ComposerState {
  /** Of the text, in code points. */
  length: number;
  fault: string | undefined;
}

/** Give it the room's name as `key`: each room has its own text. */
export class Composer extends Component<ComposerProps, ComposerState> {
  override state: ComposerState = { length: countCodePoints(this.props.text), fault: undefined };
  #field: HTMLTextAreaElement | null = null;

  override componentDidMount(): void {
    this.#fitHeight();
    addEventListener("resize", this.#fitHeight);
    // On a touch screen the focus brings up the keyboard over what one came to read.
    if (matchMedia("(pointer: fine)").matches) this.#field?.focus();
  }

  override componentWillUnmount(): void {
    removeEventListener("resize", this.#fitHeight);
  }

  override render({ room, text }: ComposerProps, { length, fault }: ComposerState) {
    const tooLong = length > MESSAGE_MAX;
    return (
      <form
        class="composer"
        onSubmit={(event) => {
          event.preventDefault();
          this.#send();
        }}
      >
        <div class={`composer-box${tooLong || fault !== undefined ? " invalid" : ""}`}>
          <textarea
            ref={(field) => {
              this.#field = field;
            }}
            class="composer-field"
            rows={1}
            dir="auto"
            defaultValue={text}
            placeholder={`Message ${room}`}
            aria-label={`Message to ${room}`}
            aria-invalid={tooLong}
            aria-describedby="composer-note"
            enterkeyhint="send"
            onInput={this.#change}
            onKeyDown={this.#onKeyDown}
          />
          <button type="submit" class="send" aria-label="Send" disabled={length === 0 || tooLong}>
            <SendIcon />
          </button>
        </div>
        <p class="composer-note" id="composer-note" role="status">
          {fault ?? (length >= COUNT_FROM ? `${length} of ${MESSAGE_MAX} characters` : "")}
        </p>
      </form>
    );
  }

  #change = (): void => {
    const text = this.#field?.value ?? "";
    this.#fitHeight();
    this.setState({ length: countCodePoints(text), fault: undefined });
    this.props.onText(text);
  };

  #send(): void {
    const field = this.#field;
    if (field === null || !hasVisibleText(field.value)) return;
    try {
      this.props.onSend(field.value);
    } catch (error) {
      this.setState({ fault: error instanceof Error ? error.message : String(error) });
      return;
    }
    field.value = "";
    this.#change();
    field.focus();
  }

  #onKeyDown = (event: KeyboardEvent): void => {
    // While a character is being composed, Enter and Tab belong to the input method.
    // Safari says so by the old code alone.
    // oxlint-disable-next-line typescript/no-deprecated
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Tab" && !event.shiftKey && !hasModifier(event)) {
      this.#complete(event);
    }
  };

  /** Completes the name before the cursor; where there is none, Tab goes on to the next control as ever. */
  #complete(event: KeyboardEvent): void {
    const field = this.#field;
    if (field === null || field.selectionStart !== field.selectionEnd) return;
    const completion = completeName(field.value, field.selectionStart, this.props.names);
    if (completion === undefined) return;
    event.preventDefault();
    field.value = completion.text;
    field.setSelectionRange(completion.cursor, completion.cursor);
    this.#change();
  }

  /** As high as its text; the style sheet bounds it. */
  #fitHeight = (): void => {
    const field = this.#field;
    if (field === null) return;
    const { form, style } = field;
    // The form keeps its height meanwhile: else the log would be scrolled to make place, and taken to be read further up.
    if (form !== null) form.style.minHeight = `${form.offsetHeight}px`;
    style.height = "auto";
    style.height = `${field.scrollHeight}px`;
    if (form !== null) form.style.minHeight = "";
  };
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.altKey || event.metaKey;
}
