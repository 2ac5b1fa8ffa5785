/**
 * What a shell has to read to complete the words of `callmonitor`, by shell. Each asks the program itself: it prints a
 * candidate a line, what it means after a tab; where it has none, the shell completes files.
 */
export const SHELL_SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_callmonitor() {
  local line value
  COMPREPLY=()
  while IFS= read -r line; do
    printf -v value %q "\${line%%$'\\t'*}"
    [[ $value == *[=/] ]] && compopt -o nospace 2>/dev/null
    COMPREPLY+=("$value")
  done < <(callmonitor complete --words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -o bashdefault -F _callmonitor callmonitor
`,
  zsh: `#compdef callmonitor
_callmonitor() {
  local line
  local -a values open
  while IFS= read -r line; do
    case \${line%%$'\\t'*} in
      *[=/]) open+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) values+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done < <(callmonitor complete --words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( $#values + $#open )); then
    (( $#values )) && _describe callmonitor values
    (( $#open )) && _describe callmonitor open -S ''
    return 0
  fi
  _files
}
compdef _callmonitor callmonitor
`,
  fish: `function __callmonitor_complete
  set -l words (commandline -opc)
  set -e words[1]
  set -l found (callmonitor complete --words -- $words (commandline -ct | string collect -a) 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c callmonitor -f -a '(__callmonitor_complete)'
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName callmonitor -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  $begun = @(if ($wordToComplete -eq '') { '--new-word' })
  callmonitor complete --words @begun -- @words 2>$null | ForEach-Object {
    $value, $text = $_ -split "\`t", 2
    if (-not $text) { $text = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)
  }
}
`,
};
