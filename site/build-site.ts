import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { Eleventy, type EleventyConfig, type Markdown, type MarkdownToken } from '@11ty/eleventy'
import { anchorOf } from './anchors.js'
import { linkTo, navigationOf, neighboursOf, type Page, titleOf } from './navigation.js'

const project = resolve(import.meta.dirname, '..')
const input = 'site'

/** The Markdown of the project that is for readers. */
export function pagesOfProject(): readonly Page[] {
  const below = (folder: string) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .map((path) => posix.join(folder, path))
  const paths = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'findings/README.md', ...below('docs')]
  return paths
    .filter((path) => existsSync(join(project, path)))
    .map((path) => ({ path, text: readFileSync(join(project, path), 'utf8') }))
}

/** Builds the site of docs/, README.md and the others into a folder. */
export async function buildSite(output: string): Promise<void> {
  const written = pagesOfProject()
  const pages = [...written, ...filesLinked(written)]
  const eleventy = new Eleventy(posix.join(project, input), output, {
    quietMode: true,
    configPath: null,
    config(config) {
      configure(config, pages)
    },
  })
  await eleventy.init()
  await eleventy.write()
  cpSync(join(project, input, 'site.css'), join(output, 'site.css'))
  cpSync(join(project, 'docs/images'), join(output, 'docs/images'), { recursive: true })
}

function configure(config: EleventyConfig, pages: readonly Page[]): void {
  config.setUseGitIgnore(false)
  config.setTemplateFormats(['md'])
  config.amendLibrary('md', (library) => {
    library.set({ html: true })
    linkAsSite(library)
  })
  for (const page of pages) {
    const path = page.path.endsWith('.md') ? page.path : `${page.path}.md`
    config.addTemplate(`${input}/${path}`, page.text, {
      layout: 'page.liquid',
      permalink: linkTo('README.md', page.path),
      // A page may show the braces of another language.
      templateEngineOverride: 'md',
      source: page.path,
      title: titleOf(page).replaceAll('`', ''),
      navigation: navigationOf(page, pages),
      neighbours: neighboursOf(page, pages),
      home: linkTo(page.path, 'README.md'),
      style: posix.relative(posix.dirname(page.path), 'site.css'),
    })
  }
}

/** Each cell knows the head of its column: on a phone a wide table becomes a list. */
function labelCells(tokens: readonly MarkdownToken[]): void {
  let heads: string[] = []
  let column = 0
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'table_open') heads = []
    if (token.type === 'tr_open') column = 0
    if (token.type === 'th_open') heads.push(tokens[index + 1]?.content ?? '')
    if (token.type === 'td_open') token.attrSet('data-head', (heads[column++] ?? '').replaceAll(/[`*]/g, ''))
  }
}

/** Headings get GitHub's anchors; links between files become links between pages. */
function linkAsSite(library: Markdown): void {
  library.core.ruler.push('site', ({ tokens, env }) => {
    const source = env.source ?? 'README.md'
    labelCells(tokens)
    for (const [index, token] of tokens.entries()) {
      if (token.type === 'heading_open') token.attrSet('id', anchorOf(tokens[index + 1]?.content ?? ''))
      for (const inner of token.children ?? []) if (inner.type === 'link_open') followInSite(inner, source)
    }
  })
}

function followInSite(link: MarkdownToken, source: string): void {
  const href = link.attrGet('href') ?? ''
  const target = targetOf(source, href)
  if (target === undefined) return
  const [, anchor] = href.split('#')
  link.attrSet('href', `${linkTo(source, target)}${anchor === undefined ? '' : `#${anchor}`}`)
}

/** The file of the project that a link means; undefined: another site, this page, or no file. */
function targetOf(source: string, href: string): string | undefined {
  const [path = ''] = href.split('#')
  if (path === '' || /^[a-z]+:/.test(href)) return undefined
  const target = posix.join(posix.dirname(source), decodeURIComponent(path))
  const isFile = existsSync(join(project, target)) && statSync(join(project, target)).isFile()
  return isFile ? target : undefined
}

/** Files other than pages to which a page links, each as a page that shows its text. */
function filesLinked(pages: readonly Page[]): readonly Page[] {
  const targets = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/(?<!!)\[[^\]]*\]\(([^)\s]+)\)/g)].flatMap(
      ([, href = '']) => targetOf(path, href) ?? [],
    ),
  )
  const others = new Set(targets.filter((path) => !pages.some((page) => page.path === path)))
  return [...others]
    .filter((path) => !/\.(?:png|svg)$/.test(path))
    .map((path) => {
      const [, kind = ''] = /\.(\w+)$/.exec(path) ?? []
      const text = readFileSync(join(project, path), 'utf8')
      return { path, text: `# ${path}\n\n~~~~~~${kind}\n${text}\n~~~~~~\n` }
    })
}
