import { setTimeout as sleep } from 'node:timers/promises'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import { lookAt } from '../aws/look.js'
import type { Caller } from '../core/caller.js'
import type { Environment } from '../core/environment.js'
import { type Choices, choicesOf } from '../core/form.js'
import { UserError } from '../core/user-error.js'
import { capital } from '../core/wording.js'
import type { Argument, ChoiceContext, Command, Guide, Tools } from './command.js'
import { findEnvironment } from './vocabulary.js'

/** What a field of a form asks. */
export interface ChoiceQuestion {
  readonly verb: string
  /** The argument. */
  readonly key: string
  /** What stands in the form besides, by argument. */
  readonly said: Readonly<Record<string, string>>
}

/** A form that is open waits no longer for its choices (ms). */
const within = 3_000
const nowhere: Choices = { options: [] }

/** What may be chosen for one argument now, by this person. Never rejects, and answers in time: what AWS or the store do not tell can be typed. */
export async function lookUpChoices(
  { verb, key, said }: ChoiceQuestion,
  caller: Caller,
  { tools, guide }: { readonly tools: Tools; readonly guide: Guide },
): Promise<Choices> {
  const command = guide.commands.find(({ name, args }) => name === verb && key in args)
  const argument = command?.args[key]
  if (command === undefined || argument === undefined) return nowhere
  const lookUp = argument.lookUp ?? (argument.kind === 'service' ? servicesThere : undefined)
  if (lookUp === undefined) return nowhere
  const ended = new AbortController()
  const late = sleep(
    within,
    { options: [], missing: 'There was no answer in time' },
    { signal: ended.signal },
  )
  try {
    const { seen, usable } = await environmentsFor(command, caller, guide, tools)
    const named = environmentSaid(command, said, tools)
    const environments = named === undefined ? usable : usable.filter(({ name }) => name === named.name)
    const environment = named === undefined ? undefined : environments[0]
    const context = { ...tools, caller, guide, said, seen, environments, environment }
    return await Promise.race([lookUp(context), late])
  } catch (error) {
    tools.logger.debug({ err: error, verb, key }, 'What may be chosen could not be looked up')
    return { options: [], missing: whyNot(error) }
  } finally {
    late.catch(() => undefined)
    ended.abort()
  }
}

/** Those that this person may look at, and of them those in which they may use the verb. */
async function environmentsFor(
  command: Command,
  caller: Caller,
  guide: Guide,
  { config }: Pick<Tools, 'config'>,
): Promise<{ readonly seen: readonly Environment[]; readonly usable: readonly Environment[] }> {
  const looking = guide.commands.find(({ name }) => name === 'status')
  const isPlaced = Object.values(command.args).some(({ kind }) => kind === 'environment')
  const [looked, used] = await Promise.all([
    looking === undefined ? undefined : guide.offer(looking, caller),
    isPlaced ? guide.offer(command, caller) : undefined,
  ])
  const seen = config.environments.filter(({ name }) => looked?.environments.includes(name) !== false)
  return { seen, usable: seen.filter(({ name }) => used?.environments.includes(name) !== false) }
}

function environmentSaid(
  command: Command,
  said: Readonly<Record<string, string>>,
  { config }: Pick<Tools, 'config'>,
): Environment | undefined {
  const [key] =
    Object.entries(command.args).find(
      ([, { kind }]: [string, Argument<unknown>]) => kind === 'environment',
    ) ?? []
  const word = key === undefined ? undefined : said[key]
  return word === undefined ? undefined : findEnvironment(config.environments, word)
}

/** The services of the environment that was said; of all, where none was. */
export async function servicesThere({ aws, clock, environments }: ChoiceContext): Promise<Choices> {
  const found = await Promise.all(
    environments.map(async (environment) => {
      if (environment.services.length > 0) return environment.services.map(({ name }) => name)
      const names: string[] = []
      for await (const page of lookAt(aws(environment), { clock, within }).services())
        names.push(...page.map(({ name }) => name))
      return names
    }),
  )
  return { options: choicesOf([...new Set(found.flat())]) }
}

function whyNot(error: unknown): string {
  // What follows says when AWS is asked again: who fills a form does not wait for that.
  if (error instanceof AwsError) return capital(explainAwsError(error).replace(/;.*$/, ''))
  return error instanceof UserError ? error.what.replace(/\.$/, '') : 'It could not be looked up'
}
