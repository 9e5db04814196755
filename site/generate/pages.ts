import { readFileSync } from 'node:fs'
import { architecturePage } from './architecture-page.js'
import { configurationPage } from './configuration-page.js'
import { contentsPage } from './contents-page.js'
import { housePicture } from './house-picture.js'
import { verbsPage } from './verbs-page.js'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** Pages of docs/ that follow from the code, whole or in part, by their paths from the top. */
export function generatedPages(): Readonly<Record<string, string>> {
  return {
    'docs/README.md': contentsPage(),
    'docs/verbs.md': verbsPage(),
    'docs/configuration.md': configurationPage(read('docs/configuration.md')),
    'docs/architecture.md': architecturePage(read('docs/architecture.md')),
    'docs/images/house.svg': housePicture(),
  }
}
