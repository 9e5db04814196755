import { z } from 'zod'
import type { Action } from './action.js'
import { unreadable } from './unreadable.js'

const value = z.object({
  v: z.literal(1),
  environment: z.string().max(200),
  name: z.string().max(255).optional(),
})

type About = z.infer<typeof value>

function read(text: string | undefined): About | undefined {
  try {
    return value.parse(JSON.parse(text ?? ''))
  } catch {
    return undefined
  }
}

/** Runs the words that somebody would have typed, so that the same rules hold. */
function say(id: string, words: (about: About) => readonly string[], replaces = false): Action {
  return {
    id,
    replaces,
    async run(edge, click) {
      const about = read(click.value)
      if (about === undefined) return unreadable()
      const typed = [...words(about), `environment=${JSON.stringify(about.environment)}`]
      return edge.inside.run(`dashboard ${typed.join(' ')}`, click.caller)
    },
  }
}

function named({ name }: About): readonly string[] {
  return name === undefined ? [] : [`name=${JSON.stringify(name)}`]
}

/** New pictures are a new post: what was seen before stays. */
export const drawDashboard = say('dashboard.draw', named)
export const chooseDashboard = say('dashboard.choose', named)
export const listDashboards = say('dashboard.list', () => ['list'])
export const checkDashboard = say('dashboard.check', (about) => ['check', ...named(about)])
export const checkDashboardAgain = say('dashboard.check-again', (about) => ['check', ...named(about)], true)
