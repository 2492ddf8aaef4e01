import { quoted, sharedFunctions } from './script.ts'
import type { CommandWords } from './words.ts'

/** Of zsh's own form 'word:what it does'. */
const described = (word: string, description: string) =>
  quoted(`${word.replaceAll(':', '\\:')}:${description.replaceAll(/\s+/g, ' ')}`)

const rows = (
  commands: readonly CommandWords[],
  words: (command: CommandWords) => readonly { readonly word: string; readonly description: string }[],
): string =>
  commands
    .filter(command => words(command).length > 0)
    .map(command => {
      const list = words(command).map(({ word, description }) => described(word, description))
      return `    ${quoted(command.path)}) reply=(${list.join(' ')}) ;;`
    })
    .join('\n')

/** A script for zsh 5: sourced after compinit, or a file _subarc in a folder of $fpath. */
export const zshScript = (commands: readonly CommandWords[]): string => `#compdef subarc
# Completion of subarc for zsh.
${sharedFunctions(commands)}

_subarc_subcommands() {
  reply=()
  case "$1" in
${rows(commands, ({ subcommands }) => subcommands.map(({ name, description }) => ({ word: name, description })))}
  esac
}

_subarc_options() {
  reply=()
  case "$1" in
${rows(commands, ({ options }) =>
  options.flatMap(({ flags, description }) => flags.map(word => ({ word, description }))),
)}
  esac
}

_subarc_reply() {
  local kind=$1
  case "$kind" in
    file) _files ;;
    run|dataset)
      local -a ids
      ids=(\${(f)"$("\${words[1]}" complete "$kind" 2>/dev/null | sed 's/:/\\\\:/g; s/\\t/:/')"})
      _describe "$kind" ids ;;
    words*) compadd -- \${=kind#words} ;;
  esac
}

_subarc() {
  local line_path='' pending='' word next
  local -i position=0 i
  local -a reply
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    if [[ -n $pending ]]; then
      pending=''
    elif [[ $word == -* ]]; then
      pending=$(_subarc_value "$line_path:$word")
    else
      next=\${line_path:+$line_path }$word
      if _subarc_is_command "$next"; then line_path=$next; else position+=1; fi
    fi
  done
  if [[ -n $pending ]]; then
    _subarc_reply "$pending"
  elif [[ \${words[CURRENT]} == -* ]]; then
    _subarc_options "$line_path"
    _describe option reply
  else
    if ((position == 0)); then
      _subarc_subcommands "$line_path"
      (($#reply > 0)) && _describe command reply
    fi
    _subarc_reply "$(_subarc_argument "$line_path:$position")"
  fi
}

if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then
  _subarc "$@"
else
  compdef _subarc subarc
fi
`
