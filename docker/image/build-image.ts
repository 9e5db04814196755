import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createContext, listed } from './context.js'
import { parseDockerfile, type Stage, type Step } from './dockerfile.js'

/** What a container of the image is started with. */
export interface Image {
  /** Where its files are: its root. */
  readonly root: string
  readonly workdir: string
  readonly environment: Readonly<Record<string, string>>
  readonly user: string
  readonly command: readonly string[]
  readonly healthcheck: readonly string[]
  /** Files that its steps put there, by the step. */
  readonly copied: readonly { readonly step: string; readonly files: readonly string[] }[]
}

export interface BuildOptions {
  /** The root of the repository. */
  readonly project: string
  /** An empty folder. */
  readonly into: string
  /** A stage by its name; the last one unless told otherwise. */
  readonly target?: string
  /** Does one RUN in the folder of its stage, instead of a shell. Answers false where the shell shall. */
  readonly run?: (command: string, workdir: string) => boolean
}

/**
 * Does what the Dockerfile says without a container engine: each stage is a folder, COPY copies what reaches a builder, RUN runs in it. What the base image
 * brings is this machine's. Absolute paths of a RUN mean the stage's folder.
 */
export function buildImage({ project, into, target, run = () => false }: BuildOptions): Image {
  const stages = parseDockerfile(readFileSync(join(project, 'Dockerfile'), 'utf8'))
  const context = createContext(project)
  const built = new Map<Stage, Image>()

  function stageNamed(name: string): Stage | undefined {
    return stages.find((stage) => stage.name === name)
  }

  function build(stage: Stage): Image {
    const known = built.get(stage)
    if (known !== undefined) return known
    const base = stageNamed(stage.base)
    let image: Image = base === undefined ? empty(join(into, String(stages.indexOf(stage)))) : build(base)
    for (const step of stage.steps) image = { ...image, ...done(step, image) }
    built.set(stage, image)
    return image
  }

  function done(step: Step, image: Image): Partial<Image> {
    const { kind, words, rest } = step
    if (kind === 'WORKDIR') {
      mkdirSync(join(image.root, rest), { recursive: true })
      return { workdir: rest }
    }
    if (kind === 'ENV') return { environment: { ...image.environment, ...pairs(rest) } }
    if (kind === 'USER') return { user: rest }
    if (kind === 'CMD') return { command: words }
    if (kind === 'HEALTHCHECK')
      return { healthcheck: JSON.parse(rest.replace(/^.*?CMD /, '')) as readonly string[] }
    // What is mounted there is decided where it runs.
    if (kind === 'EXPOSE' || kind === 'VOLUME') return {}
    if (kind === 'COPY') return { copied: [...image.copied, copy(step, image)] }
    if (kind === 'RUN') return execute(rest, image)
    throw new Error(`${kind} of the Dockerfile is not known here`)
  }

  function copy(step: Step, image: Image) {
    const { words, flags, rest } = step
    const [to = '', ...from] = words.toReversed()
    const other = flags['from'] === undefined ? undefined : stageNamed(flags['from'])
    const top = other === undefined ? project : build(other).root
    const isFolder = to.endsWith('/') || from.length > 1
    const files = from.flatMap((path) => {
      const found = other === undefined ? context.filesOf(path) : listed(top, path.replace(/^\//, ''))
      if (found.length === 0) throw new Error(`COPY ${rest}: the stage has no ${path}`)
      return found.map((file) => {
        // A folder's contents, or a file under its own name.
        const within =
          file === strip(path)
            ? isFolder
              ? (file.split('/').at(-1) ?? '')
              : ''
            : file.slice(strip(path).length + 1)
        const place = join(to.startsWith('/') ? to : join(image.workdir, to), within)
        mkdirSync(dirname(join(image.root, place)), { recursive: true })
        cpSync(join(top, file), join(image.root, place), { verbatimSymlinks: true })
        return place
      })
    })
    return { step: `COPY ${rest}`, files }
  }

  function execute(command: string, { root, workdir, environment }: Image): Partial<Image> {
    const folder = join(root, workdir)
    if (run(command, folder)) return {}
    const here = command.replaceAll(/(^|\s)\/(?=[a-z])/g, (_, before: string) => `${before}${root}/`)
    for (const [, path = ''] of here.matchAll(/\s(\/\S+)/g)) mkdirSync(dirname(path), { recursive: true })
    execFileSync('sh', ['-c', here], {
      cwd: folder,
      stdio: 'inherit',
      env: { ...process.env, ...environment },
    })
    return {}
  }

  const wanted = target === undefined ? stages.at(-1) : stageNamed(target)
  if (wanted === undefined) throw new Error(`The Dockerfile has no stage ${target}`)
  return build(wanted)
}

function empty(root: string): Image {
  mkdirSync(root, { recursive: true })
  return { root, workdir: '/', environment: {}, user: 'root', command: [], healthcheck: [], copied: [] }
}

/** `A=1 B=2` */
function pairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]))
}

/** `./src/` and `/ohmy/dist` are `src` and `ohmy/dist`. */
function strip(path: string): string {
  return path.replace(/^\.?\//, '').replace(/\/$/, '')
}
