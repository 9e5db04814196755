import { describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.js'
import type { Form } from '../../src/core/form.js'
import { parse } from '../../src/dispatch/parse/parse.js'
import type { Problem } from '../../src/dispatch/parse/problem.js'
import { tokenize } from '../../src/dispatch/tokenize.js'
import { configWith } from '../dispatch/fixtures.js'

const { environments, defaultEnvironment } = configWith()

function problemWith(line: string): Problem | undefined {
  const parsed = parse(tokenize(line), { commands, environments, defaultEnvironment, prompt: '/ohmy' })
  return parsed.kind === 'problem' ? parsed.problem : undefined
}

/** Words with their quotes, as they stand in an example. */
function wordsOf(example: string): readonly string[] {
  return example.match(/"[^"]*"|\S+/g) ?? []
}

function without(words: readonly string[], at: number): string {
  return words.filter((_, index) => index !== at).join(' ')
}

/** What can be pressed or filled in: anything but words to read and a line to type anew. */
function waysOut({ form, commands: lines = [], offers = [] }: Problem): number {
  return lines.length + offers.length + (form === undefined ? 0 : 1)
}

/** Each field that is needed is chosen, or says how it is written. */
function unclear({ fields }: Form): readonly string[] {
  return fields
    .filter(({ required }) => required)
    .filter(({ choices = [], live, hint, accepts }) => choices.length === 0 && !live && !hint && !accepts)
    .map(({ key }) => key)
}

const lines = commands.flatMap(({ name, examples }) => [
  name,
  ...examples.flatMap((example) => {
    const words = wordsOf(example)
    const places = words.map((_, at) => at).slice(1)
    return [
      ...places.map((at) => without(words, at)),
      ...places.map((at) =>
        words.map((word, index) => (index === at ? `${word.slice(0, -1)}` : word)).join(' '),
      ),
      ...places.map((at) => words.map((word, index) => (index === at ? 'q?q' : word)).join(' ')),
      `${example} qqqqqq`,
      `${example} --qqqqqq`,
    ]
  }),
])

describe('a line with a word missing, misspelt, wrong or too much', () => {
  it('is of every verb there is', () => {
    const tried = new Set(lines.map((line) => line.split(' ')[0]))
    expect(commands.filter(({ name }) => !tried.has(name))).toEqual([])
    expect(lines.map(problemWith).filter((problem) => problem !== undefined).length).toBeGreaterThan(300)
  })

  it.each(commands.map(({ name }) => name))('of %s leads on: a form, a line to press', (name) => {
    const stuck = lines
      .filter((line) => line.split(' ')[0] === name)
      .flatMap((line) => {
        const problem = problemWith(line)
        if (problem === undefined) return []
        const fields = problem.form === undefined ? [] : unclear(problem.form)
        return waysOut(problem) > 0 && fields.length === 0
          ? []
          : [`${line}: ${problem.what} ${problem.next} ${fields.join(', ')}`]
      })
    expect(stuck).toEqual([])
  })

  it('is answered in sentences: no bare "a word is missing", no code', () => {
    const told = lines.flatMap((line) => {
      const problem = problemWith(line)
      return problem === undefined
        ? []
        : [{ line, text: `${problem.what} ${problem.next}`, code: problem.code }]
    })
    expect(told.filter(({ text }) => /\bword is missing|\bAdd it\./.test(text))).toEqual([])
    expect(told.filter(({ text, code }) => text.includes(code))).toEqual([])
  })
})
