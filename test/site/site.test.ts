import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brokenLinks } from '../../site/broken-links.js'
import { buildSite, pagesOfProject } from '../../site/build-site.js'
import { contents } from '../../site/contents.js'
import { placeOf } from '../../site/navigation.js'

const pages = pagesOfProject().map(({ path }) => path)
const listed = contents.flatMap((chapter) => chapter.pages.map(({ path }) => path))

describe('the contents', () => {
  it('have every page once, and none that is not there', () => {
    const own = pages.filter((path) => !/^docs\/adr\/|^README\.md$|^docs\/README\.md$/.test(path))
    expect(listed.toSorted()).toEqual(own.toSorted())
  })
})

describe('the site', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ohmy-site-'))
  beforeAll(() => buildSite(folder))
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })
  const read = (path: string) => readFileSync(join(folder, placeOf(path)), 'utf8')

  it('has no link and no picture that leads nowhere, and loads nothing from elsewhere', () => {
    expect(brokenLinks(folder)).toEqual([])
  })

  it('has every page, with its title, and the way to all others', () => {
    for (const path of pages) {
      const html = read(path)
      expect(html, path).toContain('<h1 id="')
      expect(html.match(/<nav[^]*<\/nav>/)?.[0].match(/<li>/g)?.length ?? 0, path).toBeGreaterThan(
        listed.length,
      )
      expect(html, path).not.toContain('<script')
    }
  })

  it('leads from a page to the decision that it names, and shows the file of the project that it links', () => {
    expect(read('docs/dependencies.md')).toContain('href="adr/0002-own-http-receiver.html"')
    expect(read('docs/permissions.md')).toContain('href="../docker/iam-policy.json.html"')
    expect(read('docker/iam-policy.json')).toContain('ecs:DescribeServices')
  })

  it('leaves the braces of other languages as they are', () => {
    expect(read('docs/configuration.md')).toContain('<code>{{limit}}</code>')
  })
})

describe('a link that leads nowhere', () => {
  it.each([
    ['<a href="other.html#here">', []],
    ['<a href="https://example.com">', []],
    ['<img src="picture.png">', ['page.html → picture.png']],
    ['<a href="none.html">', ['page.html → none.html']],
    ['<a href="other.html#there">', ['page.html → other.html#there']],
    ['<a href="#nowhere">', ['page.html → #nowhere']],
    ['<img alt="x" src="https://example.com/a.png">', ['page.html → https://example.com/a.png']],
    ['<link rel="stylesheet" href="https://example.com/a.css">', ['page.html → https://example.com/a.css']],
  ])('%s is told', (html, told) => {
    const folder = mkdtempSync(join(tmpdir(), 'ohmy-links-'))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'page.html'), html)
    writeFileSync(join(folder, 'other.html'), '<h2 id="here">Here</h2>')
    expect(brokenLinks(folder)).toEqual(told)
    rmSync(folder, { recursive: true })
  })
})
