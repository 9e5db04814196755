import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copiedTree } from '../../src/terraform/copied-tree.js'
import { directoriesOf } from '../../src/terraform/copy-tree.js'
import { findTool } from '../../src/terraform/find-tool.js'
import { inRoom } from '../../src/terraform/in-room.js'
import { validateTree } from '../../src/terraform/validate/validate-tree.js'
import { answerQuestions } from './answer-questions.js'

/* Nine directories, with ohmy around the tool and by the tool alone: `<folder of a Terraform tree>`. */

const folder = process.argv[2] ?? ''
const path = process.env['PATH'] ?? ''

/** As `terraform validate` does it. @returns ms */
async function ours(atATime: string): Promise<number> {
  const begun = performance.now()
  const settings = { folder, timeout: 120_000, memoryMegabytes: 2_048 }
  const all = await inRoom(tmpdir(), async (room) => {
    const tree = { settings, programs: { path, network: {} }, temporary: tmpdir() }
    const copied = await copiedTree(room, tree, new AbortController().signal, { output: 8 * 1024 * 1024 })
    const found: string[] = []
    await validateTree(
      { ...copied, atATime: Number(atATime), given: () => undefined },
      directoriesOf(copied.files),
      async (part) => {
        if ('directory' in part) found.push(part.directory.result)
      },
    )
    return found.filter((result) => result !== 'running')
  })
  const took = performance.now() - begun
  if (all.length !== 9 || all.some((result) => result !== 'valid'))
    throw new Error(`It found ${all.join(', ')}`)
  return took
}

/** The tool's own runs, one after the other, in a copy that nobody else has seen. @returns ms of them alone */
async function alone(): Promise<number> {
  const tool = await findTool(path, undefined)
  if (tool === undefined) throw new Error('There is no tool')
  const room = mkdtempSync(join(tmpdir(), 'ohmy-bench-'))
  const [tree, plugins] = [join(room, 'tree'), join(room, 'plugins')]
  cpSync(folder, tree, { recursive: true })
  mkdirSync(plugins)
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: room,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_CLI_CONFIG_FILE: '/dev/null',
    TF_PLUGIN_CACHE_DIR: plugins,
  }
  let sum = 0
  const run = (directory: string, ...args: string[]) => {
    const begun = performance.now()
    const { status, stderr } = spawnSync(tool.program, args, { cwd: join(tree, directory), env })
    sum += performance.now() - begun
    if (status !== 0) throw new Error(`${args.join(' ')} in ${directory}: ${stderr.toString()}`)
  }
  run('.', 'fmt', '-check', '-recursive', '-no-color', '-write=false')
  const modules = ['vpc', 'rds', 'redis', 'security', 'iam', 'alb', 'ecs'].map((name) => `modules/${name}`)
  for (const directory of ['environments/production', 'environments/staging', ...modules]) {
    run(directory, 'init', '-backend=false', '-input=false', '-no-color')
    run(directory, 'validate', '-json', '-no-color')
  }
  rmSync(room, { recursive: true })
  return sum
}

answerQuestions({ ours, alone, pid: () => process.pid })
