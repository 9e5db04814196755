import type { Wording } from '../../../core/dashboard.js'
import { code, escapeMrkdwn, printable } from '../../mrkdwn.js'

/** Our own words as text, names from elsewhere letter by letter. */
export function wording(words: Wording): string {
  return words.map((part) => (typeof part === 'string' ? escapeMrkdwn(part) : code(part.name))).join('')
}

/** `1 widget`, `2 widgets` */
export function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`
}

/** A title from elsewhere in bold: nothing in it can end that, mention or link. */
export function bold(title: string): string {
  const shown = printable(title)
    .replace(/[*_~`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return `*${shown === '' ? '(no title)' : escapeMrkdwn(shown)}*`
}
