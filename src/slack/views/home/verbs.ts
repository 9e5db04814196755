import type { ActionsBlockElement } from '@slack/types'
import type { HomeVerb } from '../../../core/home.js'
import { type AnswersIn, sayButton, sayMenu } from '../../say.js'

/** What people look at first has a button, the rest is in a menu. */
const withButton = ['status', 'logs', 'metrics']

/**
 * The verbs this person may use in an environment. A press says the words as if they were typed, so the same rules hold: what changes something is said where
 * everybody sees it, what only looks is answered to the person.
 */
export function verbElements(environment: string, verbs: readonly HomeVerb[]): ActionsBlockElement[] {
  const buttons = withButton.flatMap((name) => verbs.filter((verb) => verb.name === name))
  const others = verbs.filter((verb) => !buttons.includes(verb))
  const line = ({ name }: HomeVerb) => ({ verb: name, words: [environment] })
  const menu = (placeholder: string, some: readonly HomeVerb[], answers: AnswersIn) =>
    sayMenu(
      placeholder,
      some.map((verb) => ({ text: labelOf(verb), line: line(verb) })),
      { answers },
    )
  const elements = [
    ...buttons.map((verb) => sayButton(line(verb), { text: labelOf(verb), answers: 'direct' })),
    menu(
      'More …',
      others.filter(({ changes }) => !changes),
      'direct',
    ),
    menu(
      'Change …',
      others.filter(({ changes }) => changes),
      'channel',
    ),
  ]
  return elements.filter((element) => element !== undefined)
}

function labelOf({ name }: HomeVerb): string {
  return name === 'rollback' ? 'Roll back' : name.charAt(0).toUpperCase() + name.slice(1)
}
