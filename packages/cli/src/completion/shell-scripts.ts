// The scripts that make shells ask `chat __complete`. Each asks at every press of Tab, so that they know nothing that
// could grow old.

/** The shells there are scripts for. */
export type Shell = keyof typeof scripts;

/** Whether there is a script for it. */
export function isShell(text: string): text is Shell {
  return Object.hasOwn(scripts, text);
}

/** The script for a shell. @param command the words that run this program, whatever `chat` is in that shell */
export function toShellScript(shell: Shell, command: readonly string[]): string {
  return scripts[shell](command.map(quote).join(" "));
}

/** Single quotes, which hold in all three: a quote inside is written outside of them. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

const scripts = {
  bash: (ask: string): string => `# Completion of chat for bash: eval "$(chat completion bash)"
_chat_complete() {
  local line value
  COMPREPLY=()
  while IFS= read -r line; do
    if [ "$line" = ":files" ]; then
      compopt -o default 2> /dev/null
      return
    fi
    value=\${line%%$'\\t'*}
    COMPREPLY+=("$value")
  done < <(${ask} __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)
}
complete -F _chat_complete chat
`,
  zsh: (ask: string): string => `#compdef chat
# Completion of chat for zsh: eval "$(chat completion zsh)"
_chat() {
  local line
  local -a described
  for line in "\${(@f)$(${ask} __complete -- "\${(@)words[2,CURRENT]}" 2> /dev/null)}"; do
    [[ -z $line ]] && continue
    if [[ $line == ":files" ]]; then
      _files
      return
    fi
    if [[ $line == *$'\\t'* ]]; then
      described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    else
      described+=("\${line//:/\\\\:}")
    fi
  done
  _describe chat described
}
compdef _chat chat
`,
  fish: (ask: string): string => `# Completion of chat for fish: chat completion fish | source
function __chat_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (${ask} __complete -- $words[2..-1] 2> /dev/null)
  if test "$lines[1]" = ":files"
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $lines
  end
end
complete -c chat -f -a '(__chat_complete)'
`,
};
