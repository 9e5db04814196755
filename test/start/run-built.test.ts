import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle, compile } from '../../build.js'

const project = resolve(import.meta.dirname, '../..')
const nodeMajor = Number(process.versions.node.split('.')[0])
const semiSpace = '--max-semi-space-size=2'

describe('a build that was compiled', () => {
  let folder: string
  let place: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ohmy-compiled-'))
    place = join(folder, 'dist')
    cpSync(join(project, 'package.json'), join(folder, 'package.json'))
    await bundle(place)
    compile(place)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Runs words in a Node of their own, which have `openBuilt` and `nameSources`; what they say as JSON. */
  function runNode(flags: readonly string[], words: string): unknown {
    const start = (file: string) => JSON.stringify(join(project, 'src/start', file))
    const code = `
      import { openBuilt } from ${start('run-built.ts')}
      import { nameSources } from ${start('stack-traces.ts')}
      ${words}`
    const file = join(folder, 'words.ts')
    writeFileSync(file, code)
    const args = [...flags, '--import', import.meta.resolve('tsx'), file]
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 }))
  }
  /** Loads all that Slack's side of a process needs; names the files of which V8 took what was kept, and the others. */
  const accepted = (name: string, flags: readonly string[]) =>
    runNode(
      flags,
      `const { load, loaded } = openBuilt(${JSON.stringify(place)}, ${JSON.stringify(name)})
      load(${JSON.stringify(chunks(place, 'create-slack-edge')[0])})
      const taken = { yes: [], no: [] }
      for (const [file, { script }] of loaded) taken[script.cachedDataRejected === false ? 'yes' : 'no'].push(file)
      console.log(JSON.stringify(taken))`,
    ) as { readonly yes: readonly string[]; readonly no: readonly string[] }

  it.each([
    ['main', [semiSpace]],
    ['terminal', []],
  ])('is taken as it is by %s, with the flags it is started with', (name, flags) => {
    const { yes, no } = accepted(name, flags)
    expect(no).toEqual([])
    expect(yes.length).toBeGreaterThan(4)
  })

  // V8 of Node 26 takes it all the same (seen with 26.10.0): how large the heap is says nothing about code there.
  it.skipIf(nodeMajor >= 26)('is compiled anew where the flags are others', () => {
    const { yes, no } = accepted('main', [])
    expect(yes).toEqual([])
    expect(no.length).toBeGreaterThan(4)
  })

  it('starts all the same where what was kept is cut, of other code, or gone', () => {
    const kept = join(place, 'compiled/terminal')
    const [first = '', second = '', third = ''] = readdirSync(kept).filter((file) =>
      file.startsWith('chunk-'),
    )
    writeFileSync(join(kept, first), readFileSync(join(kept, first)).subarray(0, 10_000))
    writeFileSync(join(kept, second), readFileSync(join(kept, third)))
    rmSync(join(kept, third))
    expect(execTerminal(['--confirm'])).toContain('--confirm needs a value')
  })

  it('runs the code that is there, when it was changed and is as long as before', () => {
    const [said, instead] = ['needs a value', 'lacks a value']
    for (const file of chunks(place, '')) {
      const code = readFileSync(join(place, file), 'utf8')
      if (code.includes(said)) writeFileSync(join(place, file), code.replaceAll(said, instead))
    }
    expect(execTerminal(['--confirm'])).toContain('--confirm lacks a value')
  })

  it('names in its stack traces what people have written', () => {
    const [config = ''] = chunks(place, '').filter((file) =>
      /async function loadConfig\(/.test(readFileSync(join(place, file), 'utf8')),
    )
    const stack = runNode(
      [],
      `nameSources(${JSON.stringify(place)})
      const { loadConfig } = openBuilt(${JSON.stringify(place)}, 'main').load(${JSON.stringify(config)})
      loadConfig(undefined).catch((error) => console.log(JSON.stringify(error.stack)))`,
    ) as string
    const [, line = ''] = /at (?:async )?loadConfig \(.*src\/config\/load\.ts:(\d+):\d+\)/.exec(stack) ?? []
    const written = readFileSync(join(project, 'src/config/load.ts'), 'utf8').split('\n')[Number(line) - 1]
    expect({ stack, written }).toMatchObject({ written: expect.stringContaining('resolve(path)') as string })
  })

  /** What the terminal writes, whatever its exit code. */
  function execTerminal(words: readonly string[]): string {
    const script = '"$@" 2>&1 || true'
    const env = {
      PATH: process.env['PATH'],
      SLACK_BOT_TOKEN: 'xoxb-nobody',
      SLACK_API_URL: 'http://127.0.0.1:1/',
      REDIS_URL: 'redis://127.0.0.1:1',
      OHMY_CONFIG: join(project, 'ohmy.example.yaml'),
    }
    const terminal = join(place, 'terminal.js')
    return execFileSync('sh', ['-c', script, 'sh', process.execPath, terminal, ...words], {
      env,
      encoding: 'utf8',
      timeout: 30_000,
    })
  }
})

function chunks(place: string, name: string): readonly string[] {
  return readdirSync(place).filter((file) => file.startsWith(name) && file.endsWith('.cjs'))
}
