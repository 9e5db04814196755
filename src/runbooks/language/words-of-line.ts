import { nameOf } from './expression/parse.js'
import { takenApart } from './template.js'

const whole = /"[^"]*"|'[^']*'|“[^”]*”|„[^“”]*[“”]|«[^»]*»/g
const quote = /["'“”„‚‘’«»]/

/**
 * What is put into a line is quoted as one word. Inside of quotes its own would end them, and a part of it would be read as options: whoever fills in
 * an input could add `--break-glass`. So each stands where a word does.
 * @returns the first that does not, as it is written: `inputs.note`
 */
export function valueInsideOfWord(line: string): string | undefined {
  const parts = takenApart(line)
  let before = ''
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'text') before += part.text
    if (part.kind !== 'put') continue
    const next = parts[index + 1]
    const after = next === undefined ? '' : next.kind === 'text' ? next.text : 'x'
    const isWord = /(?:^|[\s=])$/.test(before) && /^(?:\s|$)/.test(after)
    const isOutside = !quote.test(before.replace(whole, ''))
    if (!isWord || !isOutside) {
      return part.operand.kind === 'reference' ? nameOf(part.operand) : String(part.operand.value)
    }
    before += 'x'
  }
  return undefined
}
