import { parseConfig } from '../config/load.js'
import type { Config } from '../config/config.js'
import type { Check } from '../checks/check.js'
import type { Environment } from '../core/environment.js'
import { inCode, listed } from '../core/wording.js'
import type { Command } from '../dispatch/command.js'
import type { Parsed } from '../dispatch/parse/language.js'
import { parse } from '../dispatch/parse/parse.js'
import { tokenize } from '../dispatch/tokenize.js'
import type { Vocabulary } from '../runbooks/vocabulary.js'

/** Verbs that lead runs: a runbook that began another would have none of its steps, limits and reports in one place. */
const ofRuns = ['runbook', 'drill']

export interface VocabularyOptions {
  readonly commands: readonly Command[]
  readonly checks: readonly Check[]
  /** Absent: it is not known which environments there are, so no word is wrong for one. */
  readonly config?: Pick<Config, 'environments' | 'defaultEnvironment'>
}

/** What runbooks can name, from the commands and checks there are. */
export function runbookVocabulary({ commands, checks, config }: VocabularyOptions): Vocabulary {
  const read = (line: string, environments: readonly Environment[]): Parsed =>
    parse(tokenize(line), {
      commands,
      environments,
      defaultEnvironment: config?.defaultEnvironment ?? '',
      prompt: '',
    })
  return {
    checks,
    environments: (config?.environments ?? []).map(({ name, services }) => ({
      name,
      services: services.map((service) => service.name),
    })),
    problemOf(line) {
      if (config !== undefined) return problemOf(read(line, config.environments), commands)
      const tries = tokenize(line).map(({ text }) => read(line, environmentsCalled(text)))
      return problemOf(
        tries.find(({ kind }) => kind === 'command') ?? read(line, environmentsCalled('staging')),
        commands,
      )
    },
  }
}

function problemOf(parsed: Parsed, commands: readonly Command[]): string | undefined {
  const changing = commands
    .filter(({ name, changes }) => changes && !ofRuns.includes(name))
    .map(({ name }) => name)
  const all = `An action says one of ${listed(changing.map(inCode))}.`
  if (parsed.kind === 'problem') {
    const { code, what, next } = parsed.problem
    if (code === 'verb-unknown') return `${what} ${all}`
    // With a colon it leads to buttons, which a file has none of.
    return next.endsWith(':') ? what : `${what} ${next}`
  }
  const { name, changes } = parsed.command
  if (parsed.args['break-glass'] === true)
    return 'A runbook never breaks the glass: people do that themselves, with a reason.'
  if (ofRuns.includes(name))
    return `A runbook does not begin another one. Put its steps here with \`include\`.`
  return changes ? undefined : `${inCode(name)} changes nothing. ${all}`
}

/** An environment of this name, of which nothing else is known; none where it cannot be a name. */
function environmentsCalled(word: string): readonly Environment[] {
  if (!/^[a-z][a-z0-9_-]{0,39}$/i.test(word)) return []
  const name = word.toLowerCase()
  return parseConfig(
    `environments: { ${JSON.stringify(name)}: { region: eu-west-1, cluster: x } }\nroles: { everyone: viewer }\n`,
    '',
  ).environments
}
