// Where one writes: Enter sends, Shift-Enter breaks the line, Tab completes a name. Knows nothing of what becomes of it.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
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

/** Give it the room's name as `key`: each room has its own text. */
export function Composer({ room, names, text, onText, onSend }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [length, setLength] = useState(() => countCodePoints(text));
  const [fault, setFault] = useState<string>();
  const tooLong = length > MESSAGE_MAX;

  useLayoutEffect(() => {
    if (field.current !== null) fitHeight(field.current);
    // On a touch screen the focus brings up the keyboard over what one came to read.
    if (matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, []);
  useEffect(() => {
    const fit = (): void => {
      if (field.current !== null) fitHeight(field.current);
    };
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, []);

  const change = (value: string): void => {
    if (field.current !== null) fitHeight(field.current);
    setLength(countCodePoints(value));
    setFault(undefined);
    onText(value);
  };
  const send = (): void => {
    const box = field.current;
    if (box === null || !hasVisibleText(box.value)) return;
    try {
      onSend(box.value);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
      return;
    }
    box.value = "";
    change("");
    box.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While a character is being composed, Enter and Tab belong to the input method.
    // Safari says so by the old code alone.
    // oxlint-disable-next-line typescript/no-deprecated
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Tab" && !event.shiftKey && !hasModifier(event)) {
      completeInto(field.current, names, event, change);
    }
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class={`composer-box${tooLong || fault !== undefined ? " invalid" : ""}`}>
        <textarea
          ref={field}
          class="composer-field"
          rows={1}
          dir="auto"
          defaultValue={text}
          placeholder={`Message ${room}`}
          aria-label={`Message to ${room}`}
          aria-invalid={tooLong}
          aria-describedby="composer-note"
          enterkeyhint="send"
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
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

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.altKey || event.metaKey;
}

/** Completes the name before the cursor; where there is none, Tab goes on to the next control as ever. */
function completeInto(
  box: HTMLTextAreaElement | null,
  names: readonly string[],
  event: KeyboardEvent,
  change: (text: string) => void,
): void {
  if (box === null || box.selectionStart !== box.selectionEnd) return;
  const completion = completeName(box.value, box.selectionStart, names);
  if (completion === undefined) return;
  event.preventDefault();
  box.value = completion.text;
  box.setSelectionRange(completion.cursor, completion.cursor);
  change(completion.text);
}

/** As high as its text; the style sheet bounds it. */
function fitHeight(box: HTMLTextAreaElement): void {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}
