import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildImage } from './build-image.js'
import { imageReport } from './report.js'

/* `npm run image-report`: does the steps of the Dockerfile in an empty folder, `npm ci` too, and tells what the image holds. */

const into = mkdtempSync(join(tmpdir(), 'ohmy-image-'))
try {
  const image = buildImage({ project: resolve(import.meta.dirname, '../..'), into })
  process.stdout.write(imageReport(image))
} finally {
  rmSync(into, { recursive: true, force: true })
}
