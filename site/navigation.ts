import { posix } from 'node:path'
import { headingsOf } from './anchors.js'
import { contents } from './contents.js'

/** A page as it is read: its path from the top, and its Markdown. */
export interface Page {
  readonly path: string
  readonly text: string
}

/** Where a file of the project stands in the site: a page as HTML, the README as the first one, any other file as a page of its text. */
export function placeOf(path: string): string {
  if (path === 'README.md') return 'index.html'
  return path.endsWith('.md') ? path.replace(/\.md$/, '.html') : `${path}.html`
}

/** The link from one page to another. */
export function linkTo(from: string, to: string): string {
  return posix.relative(posix.dirname(placeOf(from)), placeOf(to))
}

export function titleOf({ path, text }: Page): string {
  return headingsOf(text).find(({ depth }) => depth === 1)?.words ?? path
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** The list of all pages as it is seen from one; that one with its own headings. */
export function navigationOf(page: Page, pages: readonly Page[]): string {
  const entry = (path: string, label?: string) => {
    const target = pages.find((one) => one.path === path)
    if (target === undefined) return ''
    const words = withoutMarks(label ?? titleOf(target))
    if (path !== page.path) return `<li><a href="${linkTo(page.path, path)}">${words}</a></li>`
    return `<li><a aria-current="page" href="${linkTo(page.path, path)}">${words}</a>${headingList(page)}</li>`
  }
  const chapters = contents.map(
    ({ title, pages: entries }) =>
      `<h2>${title}</h2><ul>${entries.map(({ path }) => entry(path)).join('')}</ul>`,
  )
  return `<ul>${entry('README.md', 'ohmy')}</ul>${chapters.join('')}`
}

function headingList({ text }: Page): string {
  const parts = headingsOf(text).filter(({ depth }) => depth === 2)
  if (parts.length < 3) return ''
  return `<ul>${parts.map(({ words, anchor }) => `<li><a href="#${anchor}">${withoutMarks(words)}</a></li>`).join('')}</ul>`
}

function withoutMarks(words: string): string {
  return escapeHtml(words.replaceAll('`', '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'))
}

/** The page before and the one behind, in the order of the contents. */
export function neighboursOf(page: Page, pages: readonly Page[]): string {
  const order = ['README.md', ...contents.flatMap((chapter) => chapter.pages.map(({ path }) => path))]
  const at = order.indexOf(page.path)
  if (at === -1) return ''
  const link = (path: string | undefined, words: (title: string) => string) => {
    const target = pages.find((one) => one.path === path)
    if (target === undefined) return '<span></span>'
    return `<a href="${linkTo(page.path, target.path)}">${words(withoutMarks(titleOf(target)))}</a>`
  }
  return link(order[at - 1], (title) => `← ${title}`) + link(order[at + 1], (title) => `${title} →`)
}
