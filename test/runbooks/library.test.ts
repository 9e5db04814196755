import {
  chmodSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLibrary } from '../../src/runbooks/file-library.js'
import { vocabulary } from './language/vocabulary.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmy-library-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const yaml = (id: string, more = '', steps = '  - instruction: Look\n') =>
  `id: ${id}\ntitle: ${id} title\n${more}steps:\n${steps}`
const library = () => createLibrary({ folders: [folder], vocabulary })
const ids = async (of: ReturnType<typeof library>) => (await of.all()).map(({ id }) => id)

async function brokenIn(of: ReturnType<typeof library>): Promise<Record<string, string>> {
  return Object.fromEntries(
    (await of.read()).broken.map(({ id, problems }) => [id, problems.map(({ what }) => what).join(' ')]),
  )
}

describe('the library', () => {
  it('reads a file a turn of the event loop: others have theirs between', async () => {
    let turn = 0
    const turns = new Map<string, number>()
    const isRead = { ...vocabulary, problemOf: (line: string) => void turns.set(line, turn) }
    const lines = Array.from({ length: 20 }, (_, at) => `scale b${at} 2 staging`)
    lines.forEach((line, at) => write(`b${at}.yaml`, yaml(`b${at}`, '', `  - action: ${line}\n`)))
    let isDone = false
    const read = createLibrary({ folders: [folder], vocabulary: isRead }).all()
    const ended = read.finally(() => {
      isDone = true
    })
    while (!isDone) {
      await setImmediate()
      turn += 1
    }
    expect((await ended).length).toBe(lines.length)
    expect([...turns.keys()]).toEqual(expect.arrayContaining(lines))
    expect(new Set(turns.values()).size).toBe(lines.length)
  })

  it('has what was written while others were looking', async () => {
    let late: Promise<readonly { readonly id: string }[]> | undefined
    const library = createLibrary({
      folders: [folder],
      vocabulary: {
        ...vocabulary,
        // By now the folder was listed.
        problemOf() {
          if (late !== undefined) return undefined
          write('late.yaml', yaml('late'))
          late = library.all()
          return undefined
        },
      },
    })
    write('early.yaml', yaml('early', '', '  - action: scale b 2 staging\n'))
    expect((await library.all()).map(({ id }) => id)).toEqual(['early'])
    expect((await late)?.map(({ id }) => id)).toEqual(['early', 'late'])
  })

  it('is opened once: what cards offer was read before they are drawn', async () => {
    write('a.yaml', yaml('a', 'match: { alarms: [rds-cpu] }\n'))
    const runbooks = library()
    await Promise.all([runbooks.opened(), runbooks.opened()])
    expect(runbooks.bestFor({ alarm: 'rds-cpu' })?.runbook.id).toBe('a')
    write('b.yaml', yaml('b', 'match: { causes: [platform] }\n'))
    await runbooks.opened()
    expect(runbooks.bestFor({ causes: ['platform'] })).toBeUndefined()
  })

  it('has the runbooks of its folders by id, and leaves everything else alone', async () => {
    write('b.yaml', yaml('b'))
    write('a.yml', yaml('a'))
    write('Operations Guide.md', '# Guide\n- Look\n')
    write('README.md', '# About this folder\n')
    write('.hidden.yaml', 'broken: [')
    write('notes.txt', 'x')
    const runbooks = library()
    expect(await ids(runbooks)).toEqual(['a', 'b', 'operations-guide'])
    expect((await runbooks.read()).broken).toEqual([])
    expect(await runbooks.find('operations-guide')).toMatchObject({
      title: 'Guide',
      file: join(folder, 'Operations Guide.md'),
    })
    expect(await runbooks.find('README')).toBeUndefined()
  })

  it('keeps no card waiting where its folders take too long, and is read all the same', async () => {
    for (let at = 0; at < 300; at++) write(`b${at}.yaml`, yaml(`b${at}`))
    write('a.yaml', yaml('a', 'match: { alarms: [rds-cpu] }\n'))
    const runbooks = createLibrary({ folders: [folder], vocabulary, within: 0 })
    const first = runbooks.opened()
    expect(await first).toBe(false)
    // Nobody waits a second time.
    expect(runbooks.opened()).toBe(first)
    await runbooks.all()
    expect(runbooks.bestFor({ alarm: 'rds-cpu' })?.runbook.id).toBe('a')
  })

  it('keeps no card from being drawn where a runbook cannot be understood without failing', async () => {
    write('a.yaml', yaml('a', '', '  - action: scale b 2 staging\n'))
    const problemOf = () => {
      throw new Error('a defect')
    }
    const runbooks = createLibrary({ folders: [folder], vocabulary: { ...vocabulary, problemOf } })
    expect(await runbooks.opened()).toBe(false)
    await expect(runbooks.all()).rejects.toThrow('a defect')
  })

  it('lists a broken file with its problems, and goes on with the others', async () => {
    write('good.yaml', yaml('good'))
    const path = write('bad.yaml', 'id: bad\ntitle: Bad\nsteps:\n  - chekc: x\n')
    const runbooks = library()
    expect(await ids(runbooks)).toEqual(['good'])
    expect((await runbooks.read()).broken).toMatchObject([
      { id: 'bad', file: path, problems: [{ file: path, line: 4, column: 5 }] },
    ])
  })

  it('lists what is no file to read: links, large ones, folders, what is no text', async () => {
    symlinkSync(write('real.yaml', yaml('real')), join(folder, 'link.yaml'))
    truncateSync(write('huge.md', '# x\n'), 300_000)
    write('binary.md', '')
    writeFileSync(join(folder, 'binary.md'), Buffer.from([0xff, 0xfe, 0x00]))
    const runbooks = createLibrary({ folders: [folder, join(folder, 'none')], vocabulary })
    expect(await ids(runbooks)).toEqual(['real'])
    expect(await brokenIn(runbooks)).toEqual({
      link: 'This is a link. Put the file itself here.',
      huge: 'The file has 300000 bytes. Allowed: at most 262144. Is it the right file?',
      binary: 'This is not UTF-8 text.',
      [join(folder, 'none')]:
        'There is no such folder. Make it, or say in OHMY_RUNBOOKS where the runbooks are.',
    })
  })

  it.skipIf(process.getuid?.() === 0)('lists what may not be read', async () => {
    chmodSync(write('secret.yaml', yaml('secret')), 0)
    expect(await brokenIn(library())).toEqual({ secret: 'The file cannot be read (EACCES).' })
  })

  it('refuses two of one id, and takes the other when one is gone', async () => {
    const first = write('guide.md', '# G\n- a\n')
    write('guide.yaml', yaml('guide'))
    const runbooks = library()
    expect(await ids(runbooks)).toEqual(['guide'])
    expect((await brokenIn(runbooks))['guide']).toContain(
      `Another file is called \`guide\` already: ${first}.`,
    )
    rmSync(first)
    expect(await runbooks.all()).toMatchObject([{ id: 'guide', title: 'guide title' }])
    expect((await runbooks.read()).broken).toEqual([])
  })

  it('reads again what has changed, comes and goes, and nothing else', async () => {
    write('a.yaml', yaml('a'))
    const b = write('b.yaml', yaml('b'))
    const runbooks = library()
    const [a1, b1] = await runbooks.all()
    writeFileSync(b, yaml('b', 'owner: me\n'))
    write('c.yaml', yaml('c'))
    const [a2, b2, c2] = await runbooks.all()
    expect(a2).toBe(a1)
    expect(b2).not.toBe(b1)
    expect(b2).toMatchObject({ owner: 'me' })
    expect(b2?.digest).not.toBe(b1?.digest)
    expect(c2?.id).toBe('c')
    rmSync(b)
    expect(await ids(runbooks)).toEqual(['a', 'c'])
  })

  it('does not understand again what only has another time', async () => {
    const path = write('a.yaml', yaml('a'))
    const runbooks = library()
    const [before] = await runbooks.all()
    utimesSync(path, new Date(), new Date(statSync(path).mtimeMs + 5_000))
    expect((await runbooks.all())[0]).toBe(before)
  })

  it('sees a file that was put in the place of another of the same time and size', async () => {
    const path = write('a.yaml', yaml('a', 'owner: one\n'))
    // To whole milliseconds: a file keeps its time finer than it can be set here.
    const mtime = new Date(Math.floor(statSync(path).mtimeMs))
    utimesSync(path, mtime, mtime)
    const runbooks = library()
    expect(await runbooks.all()).toMatchObject([{ owner: 'one' }])
    const next = write('next', yaml('a', 'owner: two\n'))
    utimesSync(next, mtime, mtime)
    renameSync(next, path)
    expect(await runbooks.all()).toMatchObject([{ owner: 'two' }])
  })

  it('mends what was broken, and breaks what was good', async () => {
    const path = write('a.yaml', 'id: a\n')
    const runbooks = library()
    expect(await ids(runbooks)).toEqual([])
    writeFileSync(path, yaml('a'))
    expect(await ids(runbooks)).toEqual(['a'])
    expect((await runbooks.read()).broken).toEqual([])
    writeFileSync(path, 'id: a\n')
    expect(await ids(runbooks)).toEqual([])
  })
})

describe('runbooks in one another', () => {
  it('are read again when one within changes', async () => {
    write('outer.yaml', yaml('outer', '', '  - include: middle\n'))
    write('middle.yaml', yaml('middle', '', '  - include: inner\n'))
    const inner = write('inner.yaml', yaml('inner'))
    const runbooks = library()
    const before = await runbooks.find('outer')
    expect(before?.steps).toMatchObject([{ id: 'middle/inner/look', kind: 'instruction', text: 'Look' }])
    writeFileSync(inner, yaml('inner', '', '  - { id: look, instruction: Look again }\n'))
    const after = await runbooks.find('outer')
    expect(after?.steps).toMatchObject([{ text: 'Look again' }])
    expect(after?.digest).not.toBe(before?.digest)
    writeFileSync(inner, 'id: inner\n')
    expect(await brokenIn(runbooks)).toMatchObject({
      outer: `\`middle\` is broken itself: ${join(folder, 'middle.yaml')}.`,
      middle: `\`inner\` is broken itself: ${inner}.`,
    })
    rmSync(inner)
    expect((await brokenIn(runbooks))['middle']).toBe('There is no runbook `inner`.')
  })

  it('may not go round, nor deeper than five', async () => {
    write('a.yaml', yaml('a', '', '  - include: b\n'))
    write('b.yaml', yaml('b', '', '  - include: a\n'))
    write('self.yaml', yaml('self', '', '  - include: self\n'))
    for (let at = 0; at < 40; at += 1)
      write(`d${at}.yaml`, yaml(`d${at}`, '', at === 39 ? '  - wait: 5m\n' : `  - include: d${at + 1}\n`))
    const runbooks = library()
    const broken = await brokenIn(runbooks)
    expect(broken['b']).toContain('without an end: a → b → a.')
    expect(broken['self']).toContain('without an end: self → self.')
    expect(await ids(runbooks)).toEqual(['d34', 'd35', 'd36', 'd37', 'd38', 'd39'])
    expect(broken['d33']).toContain('Runbooks stand within one another too deeply. Allowed: 5 levels.')
  })
})

describe('what is offered', () => {
  beforeEach(() => {
    write(
      'oom.yaml',
      yaml('oom', 'tags: [memory]\nmatch: { alarms: ["*-ecs-high-memory"], causes: [out-of-memory] }\n'),
    )
    write(
      'restarting.yaml',
      yaml('restarting', 'match: { alarms: ["*-ecs-*"], causes: [application-exit, out-of-memory] }\n'),
    )
    write(
      'pull.yaml',
      yaml(
        'pull',
        'match: { causes: [image-pull] }\nmeaning: No image.\n',
        '  - instruction: Is the tag in ECR?\n',
      ),
    )
    write('any.yaml', yaml('any', 'match: { alarms: ["*"] }\n'))
  })

  it.each([
    [{ alarm: 'ohmycoins-prod-ecs-high-memory' }, 'oom', 'matches the alarm ohmycoins-prod-ecs-high-memory'],
    [{ alarm: 'ohmycoins-prod-ecs-high-cpu' }, 'restarting', 'matches the alarm ohmycoins-prod-ecs-high-cpu'],
    [{ alarm: 'rds-cpu' }, 'any', 'matches the alarm rds-cpu'],
    [{ causes: ['out-of-memory'] }, 'oom', 'is for tasks that run out of memory'],
    [{ causes: ['application-exit'] }, 'restarting', 'is for applications that end by themselves'],
    [{ alarm: 'rds-cpu', causes: ['image-pull'] }, 'pull', 'is for images that cannot be pulled'],
    [{ causes: ['image-pull', 'out-of-memory'] }, 'pull', 'is for images that cannot be pulled'],
    [
      { alarm: 'x-ecs-high-memory', causes: ['out-of-memory'] },
      'oom',
      'is for tasks that run out of memory, matches the alarm x-ecs-high-memory',
    ],
  ] as const)('%j: the most specific, with the reason', async (trouble, id, reason) => {
    const runbooks = library()
    await runbooks.all()
    const found = runbooks.bestFor(trouble)
    expect(found?.runbook.id).toBe(id)
    expect(found?.reason).toBe(reason)
  })

  it('is nothing for what no runbook is for', async () => {
    const runbooks = library()
    expect(runbooks.bestFor({ alarm: 'rds-cpu' })).toBeUndefined()
    await runbooks.all()
    expect(runbooks.bestFor({ causes: ['platform'] })).toBeUndefined()
    expect(runbooks.bestFor({})).toBeUndefined()
  })

  it.each([
    ['CannotPullContainerError', 'pull', 'is for images that cannot be pulled'],
    ['cannotpullcontainererror:', 'pull', 'is for images that cannot be pulled'],
    ['exit 137', 'oom', 'is for tasks that run out of memory'],
    ['OOMKilled', 'oom', 'is for tasks that run out of memory'],
    ['restarting title', 'restarting', 'says so in its title'],
    ['resta', 'restarting', 'says so in its title'],
    ['memory', 'oom', 'has the tag memory'],
    ['tag ECR', 'pull', 'says so in the step “Is the tag in ECR?”'],
    ['ohmycoins-prod-ecs-high-memory', 'oom', 'matches the alarm ohmycoins-prod-ecs-high-memory'],
  ])('search %s', async (words, id, reason) => {
    const [first] = await library().search(words)
    expect(first?.runbook.id).toBe(id)
    expect(first?.reason).toBe(reason)
  })

  it('search finds nothing for nothing, and for what stands nowhere', async () => {
    expect(await library().search('')).toEqual([])
    expect(await library().search('  ,"“ ')).toEqual([])
    expect(await library().search('zzz qqq')).toEqual([])
  })
})
