/** What can be completed after a verb. */
export interface Completed {
  readonly verb: string
  readonly summary: string
  /** With their dashes, those of the terminal among them. */
  readonly options: readonly string[]
  /** Fixed words it takes: `open` of `incident open`. */
  readonly words: readonly string[]
}

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** For help. */
export const completes = {
  usage: `completion ${shells.join('|')}`,
  summary: 'a script that completes verbs, options and names: source <(ohmy completion bash)',
}

/** What a shell takes as one word, and nothing else. */
const plain = /^[\w.-]+$/

/**
 * A script for a shell that completes verbs, options and names. It asks nobody: a key must not wait for a store.
 * @param names of environments and services; those a shell would have to quote are left out
 */
export function completionScript(
  shell: Shell,
  completed: readonly Completed[],
  names: readonly string[],
): string {
  const words = [...new Set(names)].filter((name) => plain.test(name))
  if (shell === 'fish') return fishScript(completed, words)
  const cases = completed.map(
    ({ verb, options, words: own }) => `    ${verb}) words='${[...options, ...own, ...words].join(' ')}' ;;`,
  )
  return [
    ...(shell === 'zsh' ? ['autoload -U +X bashcompinit && bashcompinit'] : []),
    '_ohmy() {',
    '  local words',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words='${completed.map(({ verb }) => verb).join(' ')}'`,
    '  else case "${COMP_WORDS[1]}" in',
    ...cases,
    '  esac; fi',
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -F _ohmy ohmy',
    '',
  ].join('\n')
}

function fishScript(completed: readonly Completed[], names: readonly string[]): string {
  const lines = completed.flatMap(({ verb, summary, options, words }) => {
    const after = `complete -c ohmy -n '__fish_seen_subcommand_from ${verb}'`
    const behind = [...words, ...names]
    return [
      `complete -c ohmy -n '__fish_use_subcommand' -a ${verb} -d '${summary.replace(/['\\]/g, '’')}'`,
      ...options.map((option) => `${after} -l ${option.slice(2)}`),
      ...(behind.length === 0 ? [] : [`${after} -a '${behind.join(' ')}'`]),
    ]
  })
  return ['complete -c ohmy -f', ...lines, ''].join('\n')
}
