import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../src/core/message.js'
import { section } from '../../src/slack/blocks.js'
import { message } from '../../src/slack/message.js'
import { runTerminal, type Terminal } from '../../src/terminal/run-terminal.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmy-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const reply: Reply = {
  message: message([section('two pictures')]),
  data: { drawn: 2 },
  shownTo: 'place',
  files: [
    { name: 'cpu.png', title: 'CPU', content: Buffer.from('89504e47', 'hex') },
    { name: 'lines.txt', title: 'Lines', content: 'a' },
  ],
}

async function type(argv: readonly string[], into = folder) {
  const out: string[] = []
  const err: string[] = []
  const exitCode = await runTerminal({
    argv,
    dispatch: { run: async () => reply },
    io: {
      stdout: { write: (text: string) => out.push(text) },
      stderr: { write: (text: string) => err.push(text) },
      isTTY: false,
    },
    logger: pino({ level: 'silent' }),
    config: { terminalUsers: { rita: 'U0REQUEST' }, grants: [] },
    osUser: 'rita',
    folder: into,
    // Neither an operation nor a job is started by an answer with files.
  } as unknown as Terminal)
  return { exitCode, out: out.join(''), err: err.join('') }
}

describe('an answer with files in the terminal', () => {
  it('is printed, and the files lie in the folder under the names that are told', async () => {
    const { exitCode, out } = await type(['dashboard'])
    expect(exitCode).toBe(0)
    expect(out).toBe('two pictures\n\nWritten into this folder:\n  cpu.png\n  lines.txt\n')
    expect(readdirSync(folder).toSorted()).toEqual(['cpu.png', 'lines.txt'])
  })

  it('stays one JSON document with --json', async () => {
    const { out, err } = await type(['dashboard', '--json'])
    expect(JSON.parse(out)).toEqual({ drawn: 2 })
    expect(err).toContain('cpu.png')
  })

  it('is printed also where no file can be written, which is said and leaves with 1', async () => {
    const { exitCode, out, err } = await type(['dashboard'], join(folder, 'none'))
    expect(exitCode).toBe(1)
    expect(out).toContain('two pictures')
    expect(err).toContain('could not be written here (ENOENT)')
  })
})
