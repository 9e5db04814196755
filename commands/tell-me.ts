import { serviceLock } from '../src/core/service-lock.js'
import { nearest } from '../src/core/suggest.js'
import { UserError } from '../src/core/user-error.js'
import type { Obstacle } from '../src/core/wait.js'
import { inCode, listed } from '../src/core/wording.js'
import {
  choosing,
  environment,
  isOperationId,
  operationId,
  services,
  text,
  word,
} from '../src/dispatch/arguments/index.js'
import { type Command, command } from '../src/dispatch/command.js'
import { freeAlready, waitingMessage } from '../src/slack/views/waits/waits.js'
import { operationsOpen } from './choices/operations.js'
import { visibleStory } from './history.js'

/** Slack keeps no more in a button. */
const longestLine = 1_900

/** Also behind the button of a refusal, where somebody or something is in the way. */
export const tellMe: Command = command({
  name: 'tell-me',
  summary: 'Be told, once, when nothing is in the way of a change any more: an operation, a lock, a freeze',
  topic: 'answer',
  examples: [
    'tell-me op-7k2m9qa',
    'tell-me backend production --again "scale backend 3 production"',
    'tell-me production --verb deploy',
  ],
  args: {
    operation: choosing(operationId({ summary: 'id of the operation that is in the way' }), {
      lookUp: operationsOpen,
      neededUnless: ['environment'],
    }).optional(),
    services: services().optional(),
    environment: environment().optional(),
    verb: word({
      summary: 'what is to be done there: a freeze lets some verbs pass',
      placeholder: 'verb',
      named: true,
    }).optional(),
    again: text({ summary: 'the line that is offered then', maximum: longestLine }).optional(),
  },
  access: 'viewer',
  run: async ({ args, caller, guide, history, waits }) => {
    if (args.verb !== undefined) refuseVerb(args.verb, guide.commands)
    const [first] = args.services ?? []
    // In a cluster whose services are discovered any word may be one.
    const id = args.operation ?? (isOperationId(first?.name ?? '') ? first?.name : undefined)
    const obstacle =
      id === undefined
        ? barOf(args)
        : await operationOf(id, async () =>
            visibleStory(history, id, (await guide.offer(tellMe, caller)).environments),
          )
    const again = args.again === undefined ? {} : { again: args.again }
    const wait = await waits.begin({ obstacle, ...again }, caller)
    const message = wait === undefined ? freeAlready(args.again) : waitingMessage(wait)
    return { message, data: { waiting: wait !== undefined }, shownTo: 'caller' }
  },
})

async function operationOf(id: string, story: () => ReturnType<typeof visibleStory>): Promise<Obstacle> {
  const { record } = await story()
  return { kind: 'operation', id, summary: record?.plan.summary ?? id }
}

function barOf({
  environment: place,
  services: refs = [],
  verb,
}: {
  readonly environment: { readonly name: string } | undefined
  readonly services: readonly Parameters<typeof serviceLock>[0][] | undefined
  readonly verb: string | undefined
}): Obstacle {
  if (place === undefined) throw nothingNamed()
  return {
    ...{ kind: 'bar', environment: place.name },
    services: refs.map(({ name }) => name),
    names: refs.map(serviceLock),
    ...(verb === undefined ? {} : { verb }),
  }
}

/** @throws UserError for a word that is no verb, or one that nothing can be in the way of: whoever waits for it would wait for something else than they said */
function refuseVerb(verb: string, commands: readonly Command[]): void {
  const named = commands.filter(({ name }) => name === verb)
  const bars = commands.filter(({ changes, changesWith }) => changes || changesWith !== undefined)
  if (bars.some(({ name }) => name === verb)) return
  const names = [...new Set(bars.map(({ name }) => name))]
  const meant = nearest(verb, names)
  const next = `Name one that changes something: ${listed(names.map(inCode))}.`
  throw new UserError(
    named.length === 0 ? 'verb-unknown' : 'verb-changes-nothing',
    named.length === 0
      ? `There is no verb ${inCode(verb)}.`
      : `${inCode(verb)} changes nothing in an environment, so nothing is ever in its way.`,
    meant === undefined ? next : `Did you mean ${inCode(`--verb ${meant}`)}? ${next}`,
  )
}

function nothingNamed(): UserError {
  return new UserError(
    'obstacle-missing',
    'It does not say what is in the way.',
    'Name an operation (`op-7k2m9qa`), an environment (`production`), or services and their environment (`backend production`).',
    { choice: { argument: 'operation', label: 'What is in the way?' } },
  )
}
