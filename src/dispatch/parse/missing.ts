import type { Command, Reading, Vocabulary } from '../command.js'
import { formOf } from '../form.js'
import { usageOf } from '../usage.js'
import { findService } from '../vocabulary.js'
import { inCode, listed } from '../../core/wording.js'
import type { Problem } from './problem.js'
import { problemOf } from './left-over.js'
import { extended, type Line } from './line.js'
import type { Given } from './options.js'

/** What to say when required arguments were not given. `keys` is not empty. */
export function missing(
  command: Command,
  line: Line,
  keys: readonly string[],
  given: ReadonlyMap<string, Given>,
  vocabulary: Vocabulary,
): Problem {
  const [key] = keys
  const argument = key === undefined ? undefined : command.args[key]
  const asked = { form: formOf(command, vocabulary.environments, given), command }
  if (keys.length === 1 && argument?.kind === 'environment')
    return whichEnvironment(command, line, given, vocabulary)
  if (keys.length === 1 && argument !== undefined) {
    const reading: Reading<unknown> = argument.read(undefined, vocabulary)
    if (!reading.ok)
      return {
        ...problemOf(reading, command, line, undefined),
        ...asked,
      }
  }
  const names = Object.keys(command.args).flatMap((name) => {
    const one = command.args[name]
    return one === undefined || !keys.includes(name)
      ? []
      : [one.label?.toLowerCase() ?? name.replaceAll('-', ' ')]
  })
  const [example] = command.examples
  return {
    code: 'arguments-missing',
    what: `${inCode(command.name)} needs more: ${listed(names, 'and')}.`,
    next: example === undefined ? 'Add what is missing.' : 'For example:',
    failed: 'usage',
    usage: usageOf(command, line.prompt),
    ...asked,
    ...(example === undefined ? {} : { examples: [`${line.prompt} ${example}`] }),
  }
}

/** A change names its environment. The choices are the environments that have the service. */
function whichEnvironment(
  command: Command,
  line: Line,
  given: ReadonlyMap<string, Given>,
  vocabulary: Vocabulary,
): Problem {
  const service = [...given].find(([key]) => command.args[key]?.kind === 'service')?.[1].text
  const having = vocabulary.environments.filter(
    (environment) => service === undefined || findService(environment, service).kind !== 'none',
  )
  const choices = having.length === 0 ? vocabulary.environments : having
  return {
    code: 'environment-missing',
    what: 'No environment was named, and nothing is ever changed in a default one.',
    next: choices.length === 1 ? 'Say it in full:' : 'Pick one:',
    failed: 'refused',
    commands: choices.map((environment) => extended(line, environment.name)),
    usage: usageOf(command, line.prompt),
  }
}
