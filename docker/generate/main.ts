import { writeFileSync } from 'node:fs'
import { posix } from 'node:path'
import { generated } from './generated.js'

/* `npm run generate` writes every file that follows from the code; `npm run manifest` and `npm run iam-policy` some of them. */

const [part = ''] = process.argv.slice(2)
const files = Object.entries(generated()).filter(
  ([name]) =>
    part === '' || name.startsWith(part) || (part === 'iam-policy' && /permissions|grants/.test(name)),
)
for (const [name, text] of files) {
  writeFileSync(new URL(`../${name}`, import.meta.url), text)
  process.stdout.write(`${posix.join('docker', name)}\n`)
}
