import { quoted, sharedFunctions } from './script.ts'
import type { CommandWords } from './words.ts'

const rows = (commands: readonly CommandWords[], words: (command: CommandWords) => readonly string[]): string =>
  commands
    .filter(command => words(command).length > 0)
    .map(command => `    ${quoted(command.path)}) echo ${quoted(words(command).join(' '))} ;;`)
    .join('\n')

/** A script for bash 3.2 and later: `source <(subarc completion bash)`. It needs no other package. */
export const bashScript = (commands: readonly CommandWords[]): string => `# Completion of subarc for bash.
${sharedFunctions(commands)}

_subarc_subcommands() {
  case "$1" in
${rows(commands, ({ subcommands }) => subcommands.map(({ name }) => name))}
  esac
}

_subarc_options() {
  case "$1" in
${rows(commands, ({ options }) => options.flatMap(({ flags }) => flags))}
  esac
}

_subarc_reply() {
  local kind=$1 current=$2 line
  COMPREPLY=()
  case "$kind" in
    file)
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current") ;;
    run|dataset)
      while IFS=$'\\t' read -r line _; do [[ $line == "$current"* ]] && COMPREPLY+=("$line"); done < <("\${COMP_WORDS[0]}" complete "$kind" 2>/dev/null) ;;
    words*) COMPREPLY=($(compgen -W "\${kind#words}" -- "$current")) ;;
  esac
}

_subarc() {
  local current=\${COMP_WORDS[COMP_CWORD]} path='' position=0 pending='' word next value i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $pending ]]; then
      pending=''
    elif [[ $word == -* ]]; then
      value=$(_subarc_value "$path:$word")
      pending=$value
    else
      next=\${path:+$path }$word
      if _subarc_is_command "$next"; then path=$next; else position=$((position + 1)); fi
    fi
  done
  if [[ -n $pending ]]; then
    _subarc_reply "$pending" "$current"
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$(_subarc_options "$path")" -- "$current"))
  else
    _subarc_reply "$(_subarc_argument "$path:$position")" "$current"
    if ((position == 0)); then COMPREPLY+=($(compgen -W "$(_subarc_subcommands "$path")" -- "$current")); fi
  fi
}

complete -F _subarc subarc
`
