import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Image } from './build-image.js'

/** What an image holds besides its base, as a table: what each step copies, how many files, how large. */
export function imageReport({ root, copied, user, command }: Image): string {
  const rows = copied.map(({ step, files }) => ({ step, files: files.length, bytes: sizeOf(root, files) }))
  const total = rows.reduce((sum, row) => ({ files: sum.files + row.files, bytes: sum.bytes + row.bytes }), {
    files: 0,
    bytes: 0,
  })
  const largest = copied
    .flatMap(({ files }) => files)
    .map((file) => ({ file, bytes: sizeOf(root, [file]) }))
    .toSorted((one, other) => other.bytes - one.bytes)
    .slice(0, 5)
  return [
    '| copied | files | MB |',
    '|---|---|---|',
    ...rows.map(({ step, files, bytes }) => `| \`${step}\` | ${files} | ${megabytes(bytes)} |`),
    `| all | ${total.files} | ${megabytes(total.bytes)} |`,
    '',
    `Largest: ${largest.map(({ file, bytes }) => `${file} ${megabytes(bytes)}`).join(', ')}`,
    `Runs as ${user}: ${command.join(' ')}`,
    '',
  ].join('\n')
}

export function sizeOf(root: string, files: readonly string[]): number {
  return files.reduce((sum, file) => sum + lstatSync(join(root, file)).size, 0)
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
