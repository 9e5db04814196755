import { z } from 'zod'
import type { Action } from './action.js'
import { sayAction } from './typed.js'

const value = z.object({
  v: z.literal(1),
  environment: z.string().max(200),
  name: z.string().max(255).optional(),
})

function dashboard(id: string, words: readonly string[] = [], replaces = false): Action {
  return sayAction(
    id,
    value,
    ({ environment, name }) => ({ verb: 'dashboard', words, options: { name, environment } }),
    { replaces },
  )
}

/** New pictures are a new post: what was seen before stays. */
export const drawDashboard = dashboard('dashboard.draw')
export const chooseDashboard = dashboard('dashboard.choose')
export const checkDashboard = dashboard('dashboard.check', ['check'])
export const checkDashboardAgain = dashboard('dashboard.check-again', ['check'], true)
export const listDashboards = sayAction('dashboard.list', value, ({ environment }) => ({
  verb: 'dashboard',
  words: ['list', environment],
}))
