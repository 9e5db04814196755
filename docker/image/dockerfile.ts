/** One instruction of a Dockerfile. */
export interface Step {
  /** `COPY` */
  readonly kind: string
  /** Options such as `--from=build`, by name. */
  readonly flags: Readonly<Record<string, string>>
  /** What stands behind, as it is written, in one line. */
  readonly rest: string
  /** The same as words; of the form `["a", "b"]` its items. */
  readonly words: readonly string[]
}

export interface Stage {
  /** `node:24-slim`, or another stage. */
  readonly base: string
  readonly name: string | undefined
  readonly steps: readonly Step[]
}

/** The stages of a Dockerfile, as far as ours goes: https://docs.docker.com/reference/dockerfile/ */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { base: string; name: string | undefined; steps: Step[] }[] = []
  for (const line of instructions(text)) {
    const step = parseStep(line)
    if (step.kind === 'FROM') {
      const [base = '', , name] = step.words
      stages.push({ base, name, steps: [] })
      continue
    }
    const stage = stages.at(-1)
    if (stage === undefined) throw new Error(`${step.kind} stands before the first FROM`)
    stage.steps.push(step)
  }
  return stages
}

/** Comments go, and what ends with a backslash goes on. */
function instructions(text: string): readonly string[] {
  const kept = text.split('\n').filter((line) => !/^\s*#/.test(line))
  return kept
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function parseStep(line: string): Step {
  const [, kind = '', behind = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
  if (kind === '') throw new Error(`This is no instruction of a Dockerfile: ${line}`)
  const flags: Record<string, string> = {}
  let rest = behind
  for (;;) {
    const [whole, name = '', value = ''] = /^--([\w-]+)=(\S+)\s+/.exec(rest) ?? []
    if (whole === undefined) break
    flags[name] = value
    rest = rest.slice(whole.length)
  }
  const words = rest.startsWith('[') ? (JSON.parse(rest) as string[]) : rest.split(/\s+/)
  return { kind, flags, rest, words }
}
