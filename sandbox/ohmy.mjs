import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'

/*
 * `npm run ohmy -- …` in a checkout. With the environment of a bot (REDIS_URL) the terminal of that bot, as `npm run build` made it; without one the running
 * sandbox's. A simulated account never poses as a real one: it says so each time, and without a running sandbox it has to be asked for. JavaScript, because
 * loading a compiler takes longer than a status.
 */

const project = join(import.meta.dirname, '..')
/** As in connection.ts. */
const folder = resolve(process.env['OHMY_SANDBOX_FOLDER'] ?? join(project, '.ohmy'))
const [first, ...rest] = process.argv.slice(2)

if (first === 'runbook' && ['check', 'schema'].includes(rest[0])) await fromSources()
else if (first === 'completion' || (first === '--version' && rest.length === 0)) {
  // Of the sandbox's environments, unless a configuration is named.
  process.env['OHMY_CONFIG'] ??= join(project, 'sandbox/ohmy.sandbox.yaml')
  await fromSources()
} else if (first === '--sandbox') {
  process.argv.splice(2, 1)
  const { tsImport } = await import('tsx/esm/api')
  const { runInOwnWorld } = await tsImport('./own-world.ts', import.meta.url)
  await runInOwnWorld()
} else if (process.env['REDIS_URL'] !== undefined) await runForBot()
else {
  const sandbox = runningSandbox()
  if (sandbox !== undefined) {
    process.stderr.write('Sandbox: a simulated account.\n')
    const { default: terminal } = await import(sandbox.terminal)
    await terminal.runIn(sandbox.environment)
  } else if (first === undefined || first === 'help' || [first, ...rest].includes('--help')) {
    const { default: terminal } = await import(await built())
    await terminal.helpWithoutWorld(join(project, 'sandbox/ohmy.sandbox.yaml'))
  } else {
    process.stderr.write(
      'There is nobody to ask: no sandbox runs here (npm run sandbox), and REDIS_URL names no bot.\n' +
        'To ask a simulated account that lives for this one command, write --sandbox first: npm run ohmy -- --sandbox status staging\n',
    )
    process.exitCode = 2
  }
}

/** Needs neither a bot nor a sandbox: the sources as they are. */
async function fromSources() {
  const { tsImport } = await import('tsx/esm/api')
  await tsImport('../src/terminal.ts', import.meta.url)
}

async function runForBot() {
  const terminal = join(project, 'dist/terminal.js')
  if (existsSync(terminal)) return import(terminal)
  process.stderr.write(
    'REDIS_URL names the store of a bot, but there is no build of it here yet: npm run build\n',
  )
  process.exitCode = 1
}

function runningSandbox() {
  try {
    const sandbox = JSON.parse(readFileSync(join(folder, 'sandbox.json'), 'utf8'))
    // Signal 0 sends nothing: it only asks whether the process is there.
    process.kill(sandbox.pid, 0)
    return sandbox
  } catch {
    return undefined
  }
}

/** What the last sandbox has built, or a build of what has been written since. */
async function built() {
  const builtInto = join(folder, 'terminal')
  const terminal = join(builtInto, 'terminal.js')
  if (existsSync(terminal) && statSync(terminal).mtimeMs > newest()) return terminal
  const { tsImport } = await import('tsx/esm/api')
  const { bundle } = await tsImport('../build.ts', import.meta.url)
  await bundle(builtInto, ['sandbox/terminal.ts'])
  return terminal
}

/** When something that help is made of was written last (ms). */
function newest() {
  const written = ['src', 'commands', 'sandbox'].flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => statSync(`${project}/${folder}/${file}`).mtimeMs),
  )
  return Math.max(...written)
}
