import { posix } from 'node:path'
import { contents } from '../contents.js'

/** docs/README.md: every page with what it is about, as GitHub shows it for the folder. */
export function contentsPage(): string {
  return [
    '# Pages',
    '',
    'Written by `npm run docs:generate` from `site/contents.ts`: do not change it here. `npm run docs` makes a site of them, in `dist-docs/`.',
    '',
    ...contents.flatMap(({ title, pages }) => [
      `## ${title}`,
      '',
      ...pages.map(({ path, about }) => {
        const link = posix.relative('docs', path)
        return `- [${link.replace(/^\.\.\//, '')}](${link}): ${about}`
      }),
      '',
    ]),
  ].join('\n')
}
