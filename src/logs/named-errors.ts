import { cutPlain } from '../core/cut.js'

const longestName = 100

/** The first of them: a number alone says nothing. It stands in a sentence, so that what a log can write formats nothing there. */
export function firstNamed([first, ...others]: readonly { readonly message: string }[]): string {
  const plain = (first?.message ?? '')
    .replace(/\s+/g, ' ')
    .replace(/[*_~`]/g, '')
    .replace(/:(?=[\w+-]+:)/g, ': ')
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `“${cutPlain(plain.trim(), longestName)}”${more}`
}
