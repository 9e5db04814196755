import { maskSecrets } from './mask.js'
import { printable } from './printable.js'

const mostShown = 80

/**
 * Typed text inside a sentence, as code: cut to 80 characters, on one line, with nothing in it that could end the code. Not yet
 * escaped for Slack: the view does that, the terminal needs it as it is.
 */
export function inCode(typed: string): string {
  const shown = oneLine(maskSecrets(typed))
  const cut = shown.length > mostShown ? `${[...shown.slice(0, mostShown)].slice(0, -1).join('')}…` : shown
  return `\`${cut === '' ? ' ' : cut}\``
}

function oneLine(typed: string): string {
  return printable(typed).replace(/`/g, 'ˋ').replace(/\s+/g, ' ').trim()
}

/** `a, b or c`. */
export function listed(words: readonly string[], joint: 'or' | 'and' = 'or'): string {
  if (words.length <= 1) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`
}

/** As it begins a sentence. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `1 task`, `2 tasks`, `1,000 tasks`; an irregular plural is given. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** `0 of 1 target`, `3 of 4 tasks`: the noun follows the whole. */
export function countedOf(some: number, all: number, one: string, many = `${one}s`): string {
  return `${some.toLocaleString('en')} of ${counted(all, one, many)}`
}

/** `a`, `a and b`, `a, b and 3 more` */
export function firstOf(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most)
  const left = names.length - shown.length
  if (left > 0) return `${shown.join(', ')} and ${left.toLocaleString('en')} more`
  if (shown.length < 2) return shown.join('')
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
