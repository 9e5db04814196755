import { environment, flag, service, taskCount, text, word } from '../../src/dispatch/arguments/index.js'
import { type Command, command } from '../../src/dispatch/command.js'

async function answer(args: object) {
  const shown = JSON.parse(JSON.stringify(args)) as { readonly [key: string]: string }
  return { message: { text: 'done', blocks: [] }, data: shown, shownTo: 'place' } as const
}

/** Verbs of every shape, for the parser: they answer with what they were given. */
export const look = command({
  name: 'look',
  summary: 'Look at an environment',
  examples: ['look staging', 'look backend production'],
  args: { service: service().optional(), environment: environment() },
  access: 'viewer',
  run: ({ args }) => answer({ service: args.service?.service ?? 'all', environment: args.environment.name }),
})

export const resize = command({
  name: 'resize',
  summary: 'Set how many tasks a service runs',
  examples: ['resize backend 4 staging'],
  args: {
    service: service(),
    count: taskCount(),
    environment: environment(),
    reason: text().optional(),
    dryRun: flag(),
  },
  access: 'operator',
  changes: true,
  run: ({ args }) => {
    // Written out so that the compiler proves what `args` is inferred to be.
    const { count } = args
    const to: string =
      count.kind === 'absolute'
        ? `=${count.count}`
        : count.kind === 'range'
          ? `${count.minimum}..${count.maximum}`
          : `${count.by}`
    const reason: string | undefined = args.reason
    const dryRun: boolean = args.dryRun
    const { service: ecsName } = args.service
    return answer({ service: ecsName, to, environment: args.environment.name, reason, dryRun })
  },
})

export const everywhere = command({
  name: 'everywhere',
  summary: 'Look at all environments',
  examples: ['everywhere'],
  args: { environment: environment().optional() },
  access: 'viewer',
  run: ({ args }) => answer({ environment: args.environment?.name ?? 'all' }),
})

export const explain = command({
  name: 'explain',
  summary: 'Explain a verb',
  examples: ['explain look'],
  args: { verb: word({ placeholder: 'verb' }).optional() },
  access: 'viewer',
  run: ({ args }) => answer({ verb: args.verb ?? 'all' }),
})

export const verbs: readonly Command[] = [look, resize, everywhere, explain]
