/** Shells that are known. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * The script for a shell. It knows no command itself: it asks `endcap __complete` with the words so far, so that it never
 * grows old.
 */
export function completionScript(shell: Shell): string {
  return scripts[shell];
}

const scripts: Record<Shell, string> = {
  bash: `# endcap: completion for bash
_endcap() {
  local words
  words=$(printf '%s\\n' "\${COMP_WORDS[@]:1:COMP_CWORD}")
  mapfile -t COMPREPLY < <(endcap __complete "$words" 2>/dev/null)
}
complete -o default -F _endcap endcap
`,
  zsh: `#compdef endcap
# endcap: completion for zsh
_endcap() {
  local -a found
  found=("\${(@f)$(endcap __complete "\${(F)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -a found; else _files; fi
}
compdef _endcap endcap
`,
  fish: `# endcap: completion for fish
function __endcap_complete
  set -l words (commandline -opc) (commandline -ct)
  endcap __complete (string join \\n -- $words[2..-1] | string collect) 2>/dev/null
end
complete -c endcap -a '(__endcap_complete)'
`,
};
