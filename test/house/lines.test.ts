import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.js'
import { asksForAgent } from '../../src/app/serve-agent.js'
import { asksForRunbookFiles } from '../../src/app/check-runbooks.js'
import type { Language } from '../../src/dispatch/parse/language.js'
import { production, staging } from '../dispatch/fixtures.js'
import { saidLines, wrongWith } from './lines.js'
import { project, sourcesBelow } from './rooms.js'

const language: Language = {
  commands,
  environments: [staging, production],
  defaultEnvironment: 'staging',
  prompt: '/ohmy',
}
const verbs = new Set(commands.map(({ name }) => name))
const pages = readdirSync(join(project, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => join('docs', path))
const files = [
  ...['src', 'commands', 'sandbox'].flatMap(sourcesBelow),
  ...pages,
  'README.md',
  'ohmy.example.yaml',
]

/** The README's example of a word that is not known. */
const meant = new Set(['scale backend 4 stagign'])

function offences(file: string, source: string): readonly string[] {
  return saidLines(file, source, verbs).flatMap(({ line, text }) => {
    const words = text.split(' ')
    const isUnderstood = meant.has(text) || asksForRunbookFiles(words) || asksForAgent(words)
    const wrong = isUnderstood ? undefined : wrongWith(text, language)
    return wrong === undefined ? [] : [`${file}:${line} says ${text}: ${wrong}`]
  })
}

describe('what people are told to type or press', () => {
  it('is understood', () => {
    const sources = files.map((file) => ({ file, source: readFileSync(join(project, file), 'utf8') }))
    expect(sources.flatMap(({ file, source }) => saidLines(file, source, verbs)).length).toBeGreaterThan(200)
    expect(sources.flatMap(({ file, source }) => offences(file, source))).toEqual([])
  })

  it('is understood in the hint that Slack shows', () => {
    const manifest = readFileSync(join(project, 'docker/slack-app-manifest.yaml'), 'utf8')
    const lines = /usage_hint: (.+)/.exec(manifest)?.[1]?.split('|') ?? []
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.flatMap((line) => wrongWith(line.trim(), language) ?? [])).toEqual([])
  })
})

/** The rule must be able to say no. */
describe('a line that nobody can say', () => {
  const code = 'src/core/clock.ts'
  const page = 'docs/logs.md'
  it.each([
    [code, "const next = 'Say `logs --stop`, or wait.'", 'logs has no --stop'],
    [code, 'const next = `Say \\`halt --now\\`.`', 'there is no verb halt'],
    [code, 'const next = `See \\`/ohmy halt ${name}\\`.`', 'there is no verb halt'],
    [code, "const next = '`ohmy audit check` names them'", 'check'],
    [code, 'const next = `Deploy it: ${code(`/ohmy deploy ${a.b} ${c} --quick`)}`', 'deploy has no --quick'],
    [code, "const next = 'Narrow it with `--after`.'", 'no verb has --after'],
    [code, 'const next = `Add ${code(`--after ${since}`)}`', 'no verb has --after'],
    [code, "sayButton({ verb: 'halt', words: [id] }, { text: 'Stop' })", 'there is no verb halt'],
    [code, "const line = { verb: 'logs', options: { ...{ since, after }, task: x ? a : b } }", 'no --after'],
    [page, '/ohmy halt staging', 'there is no verb halt'],
    [page, '/ohmy logs backend staging --stop     ends it', 'logs has no --stop'],
    [page, '/ohmy status staging now      at once', 'now'],
    [page, '| `logs backend staging --stop` | 3 |', 'logs has no --stop'],
    [page, 'npm run ohmy -- halt staging # stops it', 'there is no verb halt'],
    [page, 'npm run -s ohmy -- halt staging --json', 'there is no verb halt'],
  ])('%s: %s', (file, line, why) => {
    const [told = '', ...others] = offences(file, `\n${line}\n`)
    expect(others).toEqual([])
    expect(told).toContain(`${file}:2 says `)
    expect(told).toContain(why)
  })

  it.each([
    [code, "const next = 'Say `/ohmy logs backend staging --follow 5m`.'"],
    [code, '// `halt --now` as in /ohmy halt'],
    [code, 'const what = `ohmy has ${number} of them`'],
    [page, 'npm run ohmy -- status staging --json    # the data'],
    [page, 'Start it with `--enable-source-maps`: ohmy takes it.'],
  ])('%s: %s is none', (file, line) => {
    expect(offences(file, line)).toEqual([])
  })
})
