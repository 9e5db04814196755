import type { Config } from '../config/config.js'
import type { Caller } from '../core/caller.js'
import type { Reply } from '../core/message.js'
import { nearest } from '../core/suggest.js'
import { helpView, type UsageLine, type VerbLine, verbView } from '../slack/views/help/help.js'
import { refusalReply } from './refusal-reply.js'
import { accessIn } from '../access/authorise.js'
import type { Command } from './command.js'
import type { Guide, Offer } from './command.js'
import { usageOf, usageOfArgument } from './usage.js'
import { inCode, listed } from '../core/wording.js'

/** What is understood besides verbs and their arguments where the caller types: the options of a terminal. */
export interface BesideVerbs {
  readonly all: readonly UsageLine[]
  readonly of: (command: Command) => readonly UsageLine[]
}

/** What this caller may do here, or how one verb is used. Nothing is listed that would be refused. */
export async function helpReply(
  verb: string | undefined,
  caller: Caller,
  guide: Guide,
  config: Config,
  beside?: BesideVerbs,
): Promise<Reply> {
  if (verb === undefined) return overview(await guide.offers(caller), guide, config, beside)
  const named = guide.commands.filter(({ name }) => name === verb)
  if (named.length === 0) return unknownVerb(verb, guide)
  const offers = await Promise.all(named.map((command) => guide.offer(command, caller)))
  const pages = offers.map((offer) => verbPage(offer, guide, config, beside))
  const [first, ...also] = pages.map(({ name, summary, usage, arguments: parts, examples, access }) => ({
    ...{ name, summary, usage, arguments: parts, examples, access },
  }))
  return {
    message: verbView(pages),
    data: also.length === 0 ? { ...first } : { ...first, also },
    shownTo: 'caller',
  }
}

function overview(offers: readonly Offer[], guide: Guide, config: Config, beside?: BesideVerbs): Reply {
  const allowed = offers.filter((offer) => offer.allowed)
  const verbs = allowed.map((offer) => verbLine(offer, guide, config))
  return {
    message: helpView({ prompt: guide.prompt, verbs, beside: beside?.all ?? [], notes: notesOf(offers) }),
    data: {
      verbs: allowed.map(({ command, environments }) => ({
        name: command.name,
        summary: command.summary,
        usage: usageOf(command, guide.prompt),
        changes: command.changes,
        environments,
      })),
    },
    shownTo: 'caller',
  }
}

function verbLine(offer: Offer, { commands, prompt }: Guide, config: Config): VerbLine {
  const { command, environments } = offer
  const some = environments.length > 0 && environments.length < config.environments.length
  return {
    name: toldApart(command, commands),
    summary: command.summary,
    example: `${prompt} ${exampleFor(offer)}`,
    topic: command.topic,
    only: some ? environments : undefined,
  }
}

/** Two verbs may share a name; the one that a fixed word makes is listed with that word. */
function toldApart(command: Command, commands: readonly Command[]): string {
  const [first] = Object.values(command.args)
  const alone = commands.every((other) => other === command || other.name !== command.name)
  return alone || command.isMeantBy === undefined || first?.kind !== 'keyword'
    ? command.name
    : `${command.name} ${first.placeholder}`
}

/** An example that this person may really run: one that names an environment of theirs. */
function exampleFor({ command, environments }: Offer): string {
  const fitting = command.examples.find((example) =>
    environments.some((name) => example.split(' ').includes(name)),
  )
  return fitting ?? command.examples[0] ?? command.name
}

/** Why verbs are missing from the list; each reason once. */
function notesOf(offers: readonly Offer[]): readonly string[] {
  const withheld = offers.filter((offer) => !offer.allowed)
  const refusals = withheld.flatMap((offer) => offer.refusals.map(({ refusal }) => refusal))
  const notes = new Set<string>()
  for (const { code, what, next } of refusals) {
    if (code === 'channel-not-allowed' || code === 'channel-unreadable') notes.add(`${what} ${next}`)
    if (code === 'roles-unreadable') notes.add('Slack did not tell who is in which group: there may be more.')
  }
  const nothing = offers.every((offer) => !offer.allowed || offer.command.access === 'anyone')
  const missing = refusals.find((refusal) => refusal.code === 'role-missing')
  if (nothing && missing !== undefined) notes.add(`You have no role yet. ${missing.next}`)
  return [...notes]
}

function verbPage(offer: Offer, guide: Guide, config: Config, terminal?: BesideVerbs) {
  const { command } = offer
  const usage = usageOf(command, guide.prompt)
  const parts = Object.entries(command.args).map(([key, argument]) => ({
    usage: usageOfArgument(key, argument, command.changes),
    summary: argument.summary,
  }))
  const { name, summary } = command
  const examples = command.examples.map((example) => `${guide.prompt} ${example}`)
  const access = [...accessLines(offer, config)]
  const isOwn = (option = '') => parts.some((part) => part.usage.startsWith(`[${option} `))
  const beside = (terminal?.of(command) ?? []).filter((word) => !isOwn(word.usage.split(' ')[0]))
  return { name, summary, usage, arguments: parts, beside, examples, access }
}

function accessLines(offer: Offer, config: Config): readonly string[] {
  const { command } = offer
  if (command.access === 'anyone') return []
  const reasons = new Set(offer.refusals.map(({ refusal }) => `${refusal.what} ${refusal.next}`))
  const may =
    offer.environments.length > 0
      ? [`You may use it here for ${listed(offer.environments, 'and')}.`]
      : offer.allowed
        ? ['You may use it here.']
        : []
  return [roleLine(command, config), ...may, ...reasons]
}

function roleLine(command: Command, config: Config): string {
  const { name: verb, access, changes, changesWith } = command
  const role = (deed: Pick<Command, 'access' | 'changes'>) => {
    const others = config.environments.flatMap((environment) => {
      const needed = accessIn({ verb, ...deed }, environment)
      return needed === deed.access ? [] : [`${needed} in ${environment.name}`]
    })
    return `takes the role ${deed.access}${others.length === 0 ? '' : ` (${others.join(', ')})`}`
  }
  const changing =
    changesWith === undefined
      ? ''
      : ` With ${listed(changesWith.keywords.map(inCode))} it changes something and ${role({ access: changesWith.access, changes: true })}.`
  return `T${role({ access, changes }).slice(1)}.${changing}`
}

function unknownVerb(verb: string, guide: Guide): Reply {
  const names = guide.commands.map((command) => command.name)
  const meant = nearest(verb, names)
  return refusalReply(
    {
      code: 'verb-unknown',
      what: `There is no verb ${inCode(verb)}.`,
      next:
        meant === undefined
          ? `${inCode(`${guide.prompt} help`)} lists everything.`
          : `Did you mean ${inCode(meant)}?`,
      ...(meant === undefined
        ? { offers: [{ text: 'Show everything', line: 'help' }] }
        : { commands: [`${guide.prompt} help ${meant}`] }),
    },
    'usage',
  )
}
