import { z } from 'zod'
import { escapeMrkdwn } from '../mrkdwn.js'
import type { Action } from './action.js'
import { unreadable } from './unreadable.js'

const job = z.object({ v: z.literal(1), job: z.string().max(40) })

const follow = z.object({
  v: z.literal(1),
  environment: z.string().max(200),
  service: z.string().max(300),
  duration: z.string().max(20),
  grep: z.string().max(250).optional(),
  level: z.string().max(20).optional(),
  task: z.string().max(60).optional(),
})

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

/** Who may is decided where the typed words are run. */
function decide(id: string, option: string): Action {
  return {
    id,
    async run(edge, click) {
      const named = read(job, click.value)
      if (named === undefined) return unreadable()
      return edge.inside.run(`job ${escapeMrkdwn(JSON.stringify(named.job))} ${option}`, click.caller)
    },
  }
}

export const stopJob = decide('job.stop', '--stop')
export const runJob = decide('job.run', '--run')

/** Follows the same once more, in a message of its own. */
export const followAgain: Action = {
  id: 'logs.follow',
  async run(edge, click) {
    const about = read(follow, click.value)
    if (about === undefined) return unreadable()
    const words = [about.service, about.environment, '--follow', about.duration]
    if (about.grep !== undefined) words.push('--grep', about.grep)
    if (about.level !== undefined) words.push('--level', about.level)
    if (about.task !== undefined) words.push('--task', about.task)
    // As a person would type them in Slack, where `&`, `<` and `>` arrive escaped.
    const typed = words.map((word) => escapeMrkdwn(word.startsWith('--') ? word : JSON.stringify(word)))
    return edge.inside.run(`logs ${typed.join(' ')}`, click.caller)
  },
}
