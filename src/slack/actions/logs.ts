import { z } from 'zod'
import type { Reply } from '../../core/message.js'
import { escapeMrkdwn } from '../mrkdwn.js'
import type { Action } from './action.js'
import { unreadable } from './unreadable.js'

const place = { v: z.literal(1), e: z.string().max(200), s: z.string().max(300) }

const question = z.object({
  ...place,
  since: z.string().max(60).optional(),
  until: z.string().max(60).optional(),
  grep: z.string().max(250).optional(),
  level: z.string().max(20).optional(),
  task: z.string().max(60).optional(),
  previous: z.literal(true).optional(),
  limit: z.number().int().optional(),
})

const spot = z.object({ ...place, at: z.number().min(0).max(8.64e15), t: z.string().max(60).optional() })

function read<Schema extends z.ZodType>(
  schema: Schema,
  text: string | undefined,
): z.infer<Schema> | undefined {
  try {
    return schema.parse(JSON.parse(text ?? ''))
  } catch {
    return undefined
  }
}

/** Words as a person would type them in Slack, where `&`, `<` and `>` arrive escaped. */
function typed(words: readonly string[]): string {
  return words.map((word) => escapeMrkdwn(word.startsWith('--') ? word : JSON.stringify(word))).join(' ')
}

/** Asks once more, with what the button says. */
function ask(id: string, replaces: boolean): Action {
  return {
    id,
    replaces,
    async run(edge, click): Promise<Reply> {
      const about = read(question, click.value)
      if (about === undefined) return unreadable()
      const words = ['logs', about.s, about.e]
      for (const name of ['since', 'until', 'grep', 'level', 'task', 'limit'] as const) {
        const value = about[name]
        if (value !== undefined) words.push(`--${name}`, String(value))
      }
      // A task that died is what is looked into closely: its traces in full.
      if (about.previous === true) words.push('--previous', ...(replaces ? [] : ['--file']))
      return edge.inside.run(typed(words), click.caller)
    },
  }
}

export const refreshLogs = ask('logs.refresh', true)
export const errorsInLogs = ask('logs.errors', true)
export const furtherBackInLogs = ask('logs.further', true)
export const previousLogs = ask('logs.previous', false)

/** What stood around one line. */
export const aroundLogs: Action = {
  id: 'logs.around',
  async run(edge, click) {
    const about = read(spot, click.value)
    if (about === undefined) return unreadable()
    const words = ['logs', about.s, about.e, '--around', new Date(about.at).toISOString()]
    if (about.t !== undefined) words.push('--task', about.t)
    return edge.inside.run(typed(words), click.caller)
  },
}
