import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { decode, encode } from '@jridgewell/sourcemap-codec'
import { build, buildSync, type OutputFile, type Plugin, transform } from 'esbuild'

const project = import.meta.dirname
const source = join(project, 'src')

/**
 * `npm run build [-- <folder>]`: the process and the terminal, with all packages inside, so that nothing but Node is needed to run them. What
 * is imported by `import()` stands in files of its own and is loaded then. Types are checked by `npm run check`.
 */
export async function bundle(
  folder: string,
  entryPoints = ['src/main.ts', 'src/terminal.ts'],
): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints,
    outdir: folder,
    write: false,
    bundle: true,
    splitting: true,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // Of a package's CommonJS files nothing can be left out or loaded later.
    mainFields: ['module', 'main'],
    // Not the names: errors are told apart by those of their classes, and `keepNames` makes each start a tenth slower.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    plugins: [leftOut, boltTakenApart],
  })
  mkdirSync(folder, { recursive: true })
  const code = outputFiles.filter(({ path }) => path.endsWith('.cjs'))
  await Promise.all(code.map((file) => write(file, outputFiles)))
  for (const entryPoint of entryPoints) writeProcess(folder, basename(entryPoint, '.ts'))
  copyLua(folder)
  writeStaticCheck(folder)
}

/** What a process is started by: `dist/main.js`. */
function writeProcess(folder: string, name: string): void {
  const contents = `import { runBuilt } from './run-built.js'; export default runBuilt(import.meta.dirname, '${name}')`
  buildSync({ ...aboutStart(contents), outfile: join(folder, `${name}.js`) })
}

/**
 * Lets Node compile a build before it is started: see `src/start/run-built.ts`. For the Node that runs this, and for the flags that
 * package.json starts the process with; the terminal is started with none.
 */
export function compile(folder: string): void {
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  const flags = { main: scripts.start.split(' ').filter((word) => word.startsWith('--')), terminal: [] }
  for (const [name, ofProcess] of Object.entries(flags)) {
    const contents = `import { keepCompiled } from './run-built.js'; keepCompiled(${JSON.stringify(folder)}, '${name}'); process.exit()`
    const [code] = buildSync({ ...aboutStart(contents), write: false }).outputFiles
    execFileSync(process.execPath, [...ofProcess, '--input-type=module', '--eval', code?.text ?? ''], {
      stdio: 'inherit',
    })
  }
}

function aboutStart(contents: string) {
  const stdin = { contents, resolveDir: join(source, 'start') }
  return {
    stdin,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  } as const
}

/** One file of ours whose packages stay where they are: made at once, for processes that tests and the bench start by the dozen. */
export function bundleOurs(entryPoint: string, outfile: string): void {
  buildSync({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  })
  copyLua(dirname(outfile))
  writeStaticCheck(dirname(outfile))
}

/** The static check of Terraform is a process of its own (src/terraform/static-check.ts), and its parser is WebAssembly. */
function writeStaticCheck(folder: string): void {
  buildSync({
    entryPoints: [join(source, 'terraform', 'static', 'main.ts')],
    outfile: join(folder, 'terraform-static.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  })
  const packages = join(project, 'node_modules')
  const language = '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm'
  for (const file of ['web-tree-sitter/web-tree-sitter.wasm', language])
    cpSync(join(packages, file), join(folder, 'terraform-wasm', basename(file)))
}

/** The code reads its Lua from a folder beside it. In a bundle all code stands in one place, so those folders are copied there. */
function copyLua(folder: string): void {
  const places = new Map<string, string>()
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.lua')) continue
    const place = dirname(file)
    const name = basename(place)
    const other = places.get(name) ?? place
    if (other !== place) throw new Error(`Two folders of scripts are called ${name}: ${other} and ${place}`)
    places.set(name, place)
    cpSync(join(source, file), join(folder, name, basename(file)))
  }
}

/** `@modelcontextprotocol/server` has them twice; they never leave it but as answers of the protocol. */
const harmless = new Set(['OAuthError2', 'ProtocolError2'])

/** @throws Error where a class would log under a name that is not its own; those of AWS's clients say their name themselves */
async function write({ path, text }: OutputFile, outputFiles: readonly OutputFile[]): Promise<void> {
  const names =
    text.match(
      /\b(?<name>[A-Z]\w*(?:Error|Exception))\d+(?==class\b| extends\b)(?![^{]{0,200}\{name="\k<name>")/g,
    ) ?? []
  const renamed = names.find((name) => !harmless.has(name))
  if (renamed !== undefined) throw new Error(`Two classes have one name, so this one would log as ${renamed}`)
  const map = outputFiles.find((file) => file.path === `${path}.map`)
  if (map === undefined) throw new Error(`${path} has no source map`)
  const common = await inCommonJs(text, map)
  const { ascii, columns } = inAscii(common.code)
  writeFileSync(path, ascii)
  const lines = linesOnly(JSON.parse(common.map) as SourceMap, columns)
  writeFileSync(map.path, JSON.stringify(lines))
}

/** Only ES modules are split by esbuild, and only of scripts does Node 20 keep what V8 has compiled. */
function inCommonJs(text: string, map: OutputFile) {
  const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map.text).toString('base64')}`
  return transform(text.replace(/\/\/# sourceMappingURL=.*\n?$/, inline), {
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__fileurl' },
    supported: { 'dynamic-import': false },
    // As run-built.ts calls it.
    banner: '(function(exports,require,module,__filename,__dirname,__fileurl){',
    footer: '})',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'warning',
  })
}

/**
 * One character beyond Latin-1 makes V8 keep the whole file in two bytes a character; esbuild escapes them everywhere but in regular expressions.
 * @returns also how far a place in a line has moved
 */
function inAscii(text: string) {
  const moved = new Map<number, number[]>()
  const lines = text.split('\n').map((line, number) =>
    line.replace(/[^\0-\x7f]/g, (character, at: number) => {
      moved.set(number, [...(moved.get(number) ?? []), at])
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
    }),
  )
  const columns = (line: number, column: number) =>
    column + 5 * (moved.get(line)?.filter((at) => at < column).length ?? 0)
  return { ascii: lines.join('\n'), columns }
}

interface SourceMap {
  readonly version: 3
  readonly sources: readonly string[]
  readonly mappings: string
}

/**
 * What stack traces need: files and lines. Node keeps the maps of all loaded files in memory; with a place for each expression they took
 * 25 MB.
 */
function linesOnly(
  { version, sources, mappings }: SourceMap,
  columns: (line: number, column: number) => number,
) {
  const lines = decode(mappings).map((segments, number) => {
    let last = ''
    return segments.flatMap(([column, file, line]): [number, number, number, number][] => {
      if (file === undefined || line === undefined || `${file}:${line}` === last) return []
      last = `${file}:${line}`
      return [[columns(number, column), file, line, 0]]
    })
  })
  return { version, sources, names: [], mappings: encode(lines) }
}

/** Parts of packages that ohmy never runs; together they are half of what would be loaded at the start. */
const leftOut: Plugin = {
  name: 'left-out',
  setup({ onLoad, onEnd }) {
    const never = {
      classes: ['@slack/bolt/dist/receivers/HTTPReceiver.js', '@slack/oauth/dist/index.js'],
      // Languages other than English; what is kept in PostgreSQL.
      lists: ['zod/v4/locales/index.js', 'bullmq/dist/esm/postgres/index.js'],
    }
    const seen = new Set<string>()
    const all = [...never.classes, ...never.lists]
    const pattern = all.map((file) => file.replaceAll('.', '\\.').replaceAll('/', '[/\\\\]')).join('|')
    onLoad({ filter: new RegExp(`node_modules[/\\\\](?:${pattern})$`) }, ({ path }) => {
      const file = path.replaceAll('\\', '/').split('/node_modules/').at(-1) ?? ''
      seen.add(file)
      if (never.lists.includes(file)) return { contents: 'export {}' }
      const words = JSON.stringify(`${file} is left out of this build (build.ts)`)
      return {
        contents: `exports.__esModule = true; exports.default = class { constructor() { throw new Error(${words}) } }`,
      }
    })
    onEnd(() => {
      const gone = all.filter((file) => !seen.has(file))
      return {
        errors: gone.map((file) => ({ text: `${file} is to be left out, but nothing loads it (any more)` })),
      }
    })
  },
}

/**
 * Bolt is one CommonJS package that loads all of itself. Its parts are taken one by one, so that Socket Mode, with a WebSocket client as large
 * as all our code, is loaded where it is used.
 */
const boltTakenApart: Plugin = {
  name: 'bolt-taken-apart',
  setup({ onResolve, onLoad }) {
    const namespace = 'bolt-taken-apart'
    const parts = {
      app: `export { default as App, LogLevel } from '@slack/bolt/dist/App.js'`,
      socket: `export { default as SocketModeReceiver } from '@slack/bolt/dist/receivers/SocketModeReceiver.js'`,
      // App makes a receiver itself where it is given none.
      none: '',
    }
    onResolve({ filter: /^@slack\/bolt$/ }, ({ importer }) => ({
      path: basename(importer) === 'socket-connection.ts' ? 'socket' : 'app',
      namespace,
    }))
    onResolve({ filter: /^\.\/receivers\/SocketModeReceiver$/ }, () => ({ path: 'none', namespace }))
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      resolveDir: project,
      contents: parts[path as keyof typeof parts],
    }))
  },
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = resolve(process.argv[2] ?? join(project, 'dist'))
  await bundle(folder)
  compile(folder)
}
