import { writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { ReplyFile } from '../core/message.js'

/** A folder with more files of one name has another problem. */
const mostNumbers = 1_000

/**
 * Writes the files of an answer into a folder and gives back their names there. Nothing is overwritten: a name that is taken gets a
 * number, `alb-2.png`. Rejects with the file system's error.
 */
export async function writeFiles(files: readonly ReplyFile[], folder: string): Promise<readonly string[]> {
  const written: string[] = []
  for (const file of files) written.push(await writeBeside(file, folder))
  return written
}

async function writeBeside({ name, content }: ReplyFile, folder: string): Promise<string> {
  const { name: stem, ext } = parse(safeName(name))
  for (let number = 1; number <= mostNumbers; number += 1) {
    const candidate = number === 1 ? `${stem}${ext}` : `${stem}-${number}${ext}`
    try {
      await writeFile(join(folder, candidate), content, { flag: 'wx' })
      return candidate
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  throw new Error(`There are too many files called ${stem} in ${folder}`)
}

/** Only a name: nothing in it leads into another folder, hides the file or moves the cursor. */
function safeName(name: string): string {
  const plain = name
    .replace(/[^\p{L}\p{N}._ -]+/gu, '-')
    .replace(/^[.\s-]+/, '')
    .slice(0, 120)
  return plain === '' ? 'file' : plain
}
