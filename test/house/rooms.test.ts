import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { circles, importsOf, project, readRooms, roomOf, sourcesBelow, violations } from './rooms.js'

const rooms = readRooms()
const files = ['src', 'commands', 'sandbox', 'docker', 'site'].flatMap(sourcesBelow)
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(project, file), 'utf8')))

describe('the house', () => {
  it('has a room for every file', () => {
    expect(files.filter((file) => roomOf(file, rooms) === undefined)).toEqual([])
    expect(files.length).toBeGreaterThan(300)
  })

  it('imports only what the table in CONTRIBUTING.md allows, types too', () => {
    expect(violations(imports, rooms)).toEqual([])
  })

  it('allows nothing that nobody needs', () => {
    const used = new Set(
      imports.map(({ file, target }) => {
        const to = target === undefined ? undefined : roomOf(target, rooms)
        return `${roomOf(file, rooms)?.name} → ${to?.name}`
      }),
    )
    const unused = rooms.flatMap(({ name, mayImport }) =>
      mayImport.filter((other) => !used.has(`${name} → ${other}`)).map((other) => `${name} → ${other}`),
    )
    expect(unused).toEqual([])
  })

  it('has no rings of imports, of types either', () => {
    const all = new Map(
      files.map((file) => [
        file,
        imports.filter((one) => one.file === file).flatMap(({ target }) => target ?? []),
      ]),
    )
    expect(circles(all).map((ring) => ring.join(' → '))).toEqual([])
  })
})

/** The table itself must be able to say no. */
describe('a deliberate import against the table', () => {
  it.each([
    ['src/core/clock.ts', '../redis/connections.js', 'core may import nothing of ours, not redis'],
    ['src/config/load.ts', '../aws/aws.js', 'config may import core, yaml, not aws'],
    ['src/aws/ecs.ts', '../slack/message.js', 'not slack'],
    ['src/slack/views/card.ts', '../../aws/aws.js', 'not aws'],
    ['src/slack/edge.ts', '../dispatch/dispatch.js', 'not dispatch'],
    ['src/flow/queue.ts', '../slack/message.js', 'flow may import core, redis, not slack'],
    ['src/logs/reading.ts', '../slack/message.js', 'not slack'],
    ['src/dispatch/dispatch.ts', '../../commands/index.js', 'not commands'],
    ['src/app.ts', '../sandbox/main.js', 'not sandbox'],
    ['commands/status.ts', '../src/redis/keys.js', 'not redis'],
  ])('%s → %s is told with its line', (file, written, why) => {
    const source = `import { a } from 'zod'\n\nimport type {\n  b,\n} from '${written}'\n`
    const [told = '', ...others] = violations(importsOf(file, source), rooms)
    expect(others).toEqual([])
    expect(told).toContain(`${file}:5 imports ${written}`)
    expect(told).toContain(why)
  })

  it('is found in every form of import', () => {
    const source = [
      "import '../redis/keys.js'",
      "export { a } from '../redis/keys.js'",
      "export * from '../redis/keys.js'",
      "const a = await import('../redis/keys.js')",
      "type A = import('../redis/keys.js').B",
    ].join('\n')
    const told = violations(importsOf('src/core/clock.ts', source), rooms)
    expect(told.map((line) => line.split(' ')[0])).toEqual(
      [1, 2, 3, 4, 5].map((line) => `src/core/clock.ts:${line}`),
    )
  })

  it('is found when it closes a ring', () => {
    const ring = new Map([
      ['src/core/clock.ts', ['src/core/cut.ts']],
      ['src/core/cut.ts', ['src/core/money.ts']],
      ['src/core/money.ts', ['src/core/cut.ts']],
    ])
    expect(circles(ring)).toEqual([['src/core/cut.ts', 'src/core/money.ts']])
  })
})
