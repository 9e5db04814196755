import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeFiles } from '../../src/terminal/write-files.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmy-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, content: string | Uint8Array = 'x') => ({ name, title: name, content })

describe('files of an answer in the terminal', () => {
  it('lie in the folder, texts and pictures alike', async () => {
    const bytes = Buffer.from('89504e47', 'hex')
    const names = await writeFiles([file('alb.png', bytes), file('lines.txt', 'a\nb')], folder)
    expect(names).toEqual(['alb.png', 'lines.txt'])
    expect(readFileSync(join(folder, 'alb.png'))).toEqual(bytes)
    expect(readFileSync(join(folder, 'lines.txt'), 'utf8')).toBe('a\nb')
  })

  it('never overwrite what is there', async () => {
    writeFileSync(join(folder, 'alb.png'), 'mine')
    expect(await writeFiles([file('alb.png'), file('alb.png')], folder)).toEqual(['alb-2.png', 'alb-3.png'])
    expect(readFileSync(join(folder, 'alb.png'), 'utf8')).toBe('mine')
  })

  it('stay in the folder whatever they are called', async () => {
    const names = await writeFiles(
      [file('../../etc/passwd'), file('.bashrc'), file('a/b\\c.png'), file('\u001b[2Jx.png'), file('')],
      folder,
    )
    expect(readdirSync(folder).toSorted()).toEqual([...names].toSorted())
    expect(names.every((name) => /^[\p{L}\p{N}][\p{L}\p{N}._ -]*$/u.test(name))).toBe(true)
  })

  it('reject where nothing can be written', async () => {
    await expect(writeFiles([file('a.png')], join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
