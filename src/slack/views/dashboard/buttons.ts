import type { ActionsBlock, StaticSelect } from '@slack/types'
import type { Line } from '../../../core/line.js'
import { actions } from '../../blocks.js'
import { sayButton, sayMenu } from '../../say.js'

const line = (environment: string, name: string, words: readonly string[] = []): Line => ({
  verb: 'dashboard',
  words,
  options: { name, environment },
})

/** Draw it again, look whether its metrics exist, or choose another one. New pictures are a new post: what was seen before stays. */
export function drawingButtons(environment: string, name: string): ActionsBlock {
  return actions([
    sayButton(line(environment, name), { text: 'Draw again' }),
    sayButton(line(environment, name, ['check']), { text: 'Check' }),
    sayButton({ verb: 'dashboard', words: ['list', environment] }, { text: 'Other dashboards' }),
  ])
}

export function checkButtons(environment: string, name: string): ActionsBlock {
  return actions([
    sayButton(line(environment, name, ['check']), { text: 'Check again', answers: 'replace' }),
    sayButton(line(environment, name), { text: 'Draw' }),
  ])
}

/** A menu of dashboards; undefined where none fits into one. */
export function dashboardMenu(environment: string, names: readonly string[]): StaticSelect | undefined {
  return sayMenu(
    'Choose a dashboard',
    names.map((name) => ({ text: name, line: line(environment, name) })),
  )
}
