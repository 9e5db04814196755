import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createTerraformTree } from '../../sandbox/terraform-tree.js'
import { findTool } from '../../src/terraform/find-tool.js'
import { startChild } from './child.js'
import type { Bench, Figure } from './figure.js'

/** Nine directories, whose code needs no provider. @returns a figure for one core, and one for two where there are as many */
export const validate: Bench = async ({ rounds, profile }) => {
  const missing = await whyNot()
  if (missing !== undefined) {
    process.stderr.write(`\n  LEFT OUT: validate of nine directories. ${missing}\n\n`)
    return []
  }
  const tree = createTerraformTree({ tree: 'builtin' })
  const figures: Figure[] = []
  try {
    for (const cores of availableParallelism() > 1 ? [1, 2] : [1]) {
      const room = await startChild('validate-room.ts', [tree.folder], profile)
      const ours: number[] = []
      const bare: number[] = []
      try {
        pin(await room.ask<number>('pid'), cores)
        // The first round is what everything is read from the disk in.
        for (let round = 0; round <= rounds; round++) {
          const times = {
            ours: await room.ask<number>('ours', String(cores)),
            bare: await room.ask<number>('alone'),
          }
          if (round === 0) continue
          ours.push(times.ours)
          bare.push(times.bare)
        }
      } finally {
        await room.stop()
      }
      figures.push({
        name: `Validate of nine directories on ${cores === 1 ? 'one core' : 'two'}`,
        unit: 'ms',
        ...{ ours, bare },
        against: 'the tool’s own runs, one after the other, there',
        goal: { atMost: cores === 1 ? 1.1 : 0.65 },
      })
    }
  } finally {
    tree.remove()
  }
  return figures
}

/** Whatever it starts stays on them as well. */
function pin(pid: number, cores: number): void {
  execFileSync('taskset', ['-a', '-c', '-p', cores === 1 ? '0' : '0,1', String(pid)], { stdio: 'ignore' })
}

async function whyNot(): Promise<string | undefined> {
  if ((await findTool(process.env['PATH'] ?? '', undefined)) === undefined)
    return 'Neither terraform nor tofu is on the PATH.'
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'There is no taskset, with which a process is kept on one core.'
  }
}
