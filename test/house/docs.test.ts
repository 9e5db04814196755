import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.js'
import { headingsOf } from '../../site/anchors.js'

const project = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(project, path), 'utf8')

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(project, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
]

describe.each(pages)('%s', (page) => {
  const text = read(page)

  it('links to files and headings that are there', () => {
    const broken = [...text.matchAll(/(!?)\[[^\]]*\]\(([^)\s]+)\)/g)]
      .filter(([, image, target = '']) => image !== '!' && !/^[a-z]+:/.test(target))
      .map(([, , target = '']) => target)
      .filter((target) => !resolves(page, target))
    expect(broken).toEqual([])
  })

  it('names only npm scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...text.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(test|start)\b)/g)]
    const unknown = named.map(([, run, short]) => run ?? short ?? '').filter((name) => !(name in scripts))
    expect(unknown).toEqual([])
  })

  it('names only files that are there', () => {
    const named = [...text.matchAll(/`((?:src|test|commands|docker|docs|\.ci)\/[\w./-]+)`/g)]
    const generated = new Set(['docker/ohmy.env'])
    const missing = named
      .map(([, path = '']) => path)
      .filter((path) => !generated.has(path) && !existsSync(join(project, path)))
    expect(missing).toEqual([])
  })
})

describe('README.md', () => {
  it('shows pictures of docs/images only', () => {
    const images = [...read('README.md').matchAll(/!\[([^\]]+)\]\(([^)]+)\)/g)]
    expect(images.length).toBeGreaterThan(0)
    for (const [, alt = '', target = ''] of images) {
      expect(alt.length).toBeGreaterThan(10)
      expect(target).toMatch(/^docs\/images\/[a-z-]+\.png$/)
    }
  })
})

describe('README.md and what there is', () => {
  const readme = read('README.md')
  const missing = (names: readonly string[]) => names.filter((name) => !readme.includes(name))

  it('links to the list of all pages, and to that of all decisions', () => {
    expect(missing(['](docs/README.md)', '](docs/architecture.md)'])).toEqual([])
    const lists = read('docs/README.md') + read('docs/architecture.md')
    const below = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md')
    expect(below.filter((page) => !lists.includes(`](${page.slice('docs/'.length)})`))).toEqual([])
  })

  it('names every verb', () => {
    const verbs = commands.map(({ name }) => name).filter((name) => name !== 'help')
    expect(verbs.filter((verb) => !new RegExp(`\`${verb}\\b|/ohmy ${verb}\\b`).test(readme))).toEqual([])
  })
})

describe('what is committed', () => {
  // Files that git knows or would take.
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: project,
    encoding: 'utf8',
  })
  const texts = listed
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(project, path)) && !/\.(png|woff2?|ttf|ico)$/.test(path))
    .map((path) => ({ path, text: read(path) }))

  it('is looked at', () => {
    expect(texts.map(({ path }) => path)).toEqual(expect.arrayContaining(['package.json', 'README.md']))
  })

  it('names no path of a machine', () => {
    // Put together here, so that this file does not name one.
    const places = ['home', 'Users', 'root', 'work', 'mnt', 'workspace'].join('|')
    const pattern = new RegExp(`(?<![\\w.~:/*$}-])/(?:${places})/[\\w.-]+`, 'g')
    expect(findAll(texts, pattern)).toEqual([])
  })

  it('names no AWS account but the placeholder', () => {
    const inArn = /\barn:aws[\w-]*:[\w-]+:[\w-]*:(?!123456789012)(\d{12})\b/g
    const inHost = /\b(?!123456789012)(\d{12})\.dkr\.ecr\b/g
    const named = /\baccount\w*\W{1,4}(?!123456789012)(\d{12})\b/gi
    expect([inArn, inHost, named].flatMap((pattern) => findAll(texts, pattern))).toEqual([])
  })

  it('holds no token that could be a real one', () => {
    const tokens =
      /\b(?:xox[abp]-\d{9,}-\d{9,}-\w+|xapp-\d-[A-Z0-9]{9,}-\d{9,}-\w+|(?:AKIA|ASIA)(?!\w*EXAMPLE)[A-Z0-9]{16})\b/g
    expect(findAll(texts, tokens)).toEqual([])
  })
})

function findAll(texts: readonly { path: string; text: string }[], pattern: RegExp): readonly string[] {
  return texts.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([hit]) => `${path}: ${hit}`))
}

function resolves(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(project, file))) return false
  if (anchor === undefined) return true
  return headingsOf(read(file)).some((heading) => heading.anchor === anchor)
}
