import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brokenLinks } from './broken-links.js'
import { buildSite } from './build-site.js'

/* `npm run docs` builds the site into dist-docs/, which any web server or a browser can open. A link that leads nowhere fails it. */

const output = resolve(process.argv[2] ?? 'dist-docs')
rmSync(output, { recursive: true, force: true })
await buildSite(output)
const broken = brokenLinks(output)
if (broken.length > 0) {
  process.stderr.write(`These links lead nowhere:\n  ${broken.join('\n  ')}\n`)
  process.exitCode = 1
} else {
  process.stdout.write(`Open ${join(output, 'index.html')}\n`)
}
