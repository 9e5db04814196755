import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildImage, type Image } from '../../docker/image/build-image.js'
import { imageReport, sizeOf } from '../../docker/image/report.js'
import { requester } from '../../sandbox/people.js'
import { sandboxConfig, startWorld, type World } from '../../sandbox/world.js'
import { type Production, startProduction } from '../e2e/production-process.js'
import { project } from '../house/rooms.js'

/** nobody */
const nobody = 65_534

/** What the Dockerfile says, done step by step without a container engine; only the packages are those that are here already. */
describe('the image', () => {
  let folder: string
  let image: Image
  let world: World
  let bot: Production | undefined
  const commands: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ohmy-image-'))
    // Others look into it, and it is not theirs.
    chmodSync(folder, 0o755)
    image = buildImage({
      project,
      into: folder,
      run(command, workdir) {
        commands.push(command)
        if (command !== 'npm ci') return false
        symlinkSync(join(project, 'node_modules'), join(workdir, 'node_modules'))
        return true
      },
    })
    world = await startWorld({
      ...{ path: process.env['PATH'] ?? '', store: 'javascript', transport: 'socket' },
      account: { speed: 100 },
    })
  }, 240_000)
  afterAll(async () => {
    if (bot?.process.exitCode === null) await bot.end('SIGKILL')
    await world.stop()
    for (const path of [folder, ...below(folder)]) if (isFolder(path)) chmodSync(path, 0o755)
    rmSync(folder, { recursive: true, force: true })
  })

  it('is made by the steps of the Dockerfile from what reaches a builder', () => {
    expect(commands.slice(0, 2)).toEqual(['npm ci', 'npm run build'])
    const steps = image.copied.map(({ step }) => step)
    expect(steps).toEqual([
      'COPY package.json ./',
      'COPY /ohmy/dist dist',
      'COPY bin bin',
      'COPY runbooks runbooks',
    ])
    expect(image).toMatchObject({ user: 'node', workdir: '/ohmy' })
  })

  it('holds what runs and no sources, no packages, no secrets; and says how much', () => {
    const files = image.copied.flatMap((one) => one.files)
    expect(files).toEqual(expect.arrayContaining(['/ohmy/dist/main.js', '/ohmy/bin/ohmy.mjs']))
    expect(files.filter((file) => /node_modules|\.ts$|\.env|ohmy\.yaml$|\.git/.test(file))).toEqual([])
    // Code, its maps, and what V8 has compiled of it for both processes.
    expect(sizeOf(image.root, files)).toBeLessThan(60e6)
    expect(imageReport(image)).toMatch(/\| `COPY \/ohmy\/dist dist` \| \d+ \| \d+\.\d \|/)
  })

  it('runs as nobody where nothing can be written: answers, is healthy, and ends when it is told to', async () => {
    const config = join(image.root, image.environment['OHMY_CONFIG'] ?? '')
    mkdirSync(dirname(config), { recursive: true })
    cpSync(sandboxConfig, config)
    // As in the image that ours begins with; a Node in somebody's home cannot be started by nobody.
    const node = join(image.root, 'usr/local/bin/node')
    copyFileSync(process.execPath, node)
    const all = below(image.root)
    for (const path of [...all, image.root])
      if (!isLink(path)) chmodSync(path, mayBeRun(path) || path === node ? 0o555 : 0o444)
    const before = stamps(image.root)
    const { OHMY_RUNBOOKS: _, ...around } = world.environment
    const [program, ...words] = image.command
    expect(program).toBe('node')
    bot = startProduction(
      join(image.root, 'ohmy/dist/main.js'),
      {
        ...image.environment,
        ...around,
        ...{ OHMY_CONFIG: config, PORT: '0', LOG_LEVEL: 'info', HOME: image.root, TMPDIR: image.root },
      },
      [node, ...words],
      ...(process.getuid?.() === 0 ? [nobody] : []),
    )
    const port = await bot.ready()
    await world.workspace.say(requester, 'devops', '/ohmy scale backend 3 staging')
    await world.workspace.waitForMessage('devops', ({ text }) => text.includes('3 tasks — Done'))
    const [, ...check] = image.healthcheck
    execFileSync(node, check, { env: { PORT: String(port) } })
    const { code } = await bot.end('SIGTERM')
    expect({ code, log: bot.output() }).toMatchObject({ code: 0 })
    expect(bot.output()).not.toMatch(/EROFS|EACCES|EPERM|Warning|were not read/)
    expect(stamps(image.root)).toEqual(before)
  }, 120_000)

  it('has the terminal on its path', () => {
    // As `docker exec` runs it: by its name, and as the image's user.
    const path = join(image.root, 'usr/local/bin')
    const said = execFileSync(join(path, 'ohmy'), ['--version'], {
      encoding: 'utf8',
      env: { PATH: `${path}:/usr/bin:/bin` },
      ...(process.getuid?.() === 0 ? { uid: nobody } : {}),
    })
    expect(said).toMatch(/\d+\.\d+\.\d+/)
  })
})

function below(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink()
}

/** A folder, or a file that a shell starts. */
function mayBeRun(path: string): boolean {
  return isFolder(path) || (lstatSync(path).mode & 0o111) !== 0
}

function isFolder(path: string): boolean {
  return lstatSync(path).isDirectory()
}

/** When each file was written last. */
function stamps(root: string): Readonly<Record<string, number>> {
  return Object.fromEntries(below(root).map((path) => [path, lstatSync(path).mtimeMs]))
}
