import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { emojiPicture, emojiPictures } from './emoji-pictures.js'
import { type Language, nothingToSay } from './suggest/language.js'

/** The page as it is served, by path. */
export type PageFiles = ReadonlyMap<string, { readonly contentType: string; readonly body: string }>

/** Nothing is loaded from anywhere but the sandbox; inline styles are React's own. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ohmy sandbox</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<div id="root"></div>
<script type="module" src="/page.js"></script>
</body>
</html>
`

const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#0f766e"/>
<circle cx="16" cy="16" r="8" fill="none" stroke="#fff" stroke-width="3.5"/>
<circle cx="16" cy="16" r="2.5" fill="#fff"/>
</svg>
`

/** Bundles the page in memory, with what its composer suggests. Rejects with esbuild's messages where the page's source has an error. */
export async function buildPage(language: Language = nothingToSay): Promise<PageFiles> {
  const result = await build({
    entryPoints: {
      page: fileURLToPath(new URL('./main.tsx', import.meta.url)),
      style: fileURLToPath(new URL('./style/page.css', import.meta.url)),
    },
    bundle: true,
    write: false,
    outdir: 'page',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': '"production"',
      LANGUAGE: JSON.stringify(language),
      EMOJI_PICTURES: JSON.stringify(emojiPictures().join(' ')),
    },
    logLevel: 'silent',
  })
  const output = (ending: string): string =>
    result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? ''
  return new Map([
    ['/', { contentType: 'text/html; charset=utf-8', body: html }],
    ['/page.js', { contentType: 'text/javascript; charset=utf-8', body: output('page.js') }],
    ['/page.css', { contentType: 'text/css; charset=utf-8', body: output('style.css') }],
    ['/favicon.svg', { contentType: 'image/svg+xml', body: favicon }],
    ['/favicon.ico', { contentType: 'image/svg+xml', body: favicon }],
  ])
}

/** Answers requests for the page's files; `false` means that the request is about something else and still open. */
export function servePage(files: PageFiles): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false
    const asked = (request.url ?? '/').split('?')[0] ?? '/'
    // Addresses of messages: the page reads which.
    const path = asked.startsWith('/archives/') ? '/' : asked
    const picture = emojiPicture(path)
    const file = picture === undefined ? files.get(path) : { contentType: 'image/svg+xml', body: picture }
    if (!file) return false
    response.writeHead(200, {
      'content-type': file.contentType,
      'content-length': Buffer.byteLength(file.body),
      'content-security-policy': contentSecurityPolicy,
      // A picture of an emoji is the same for ever.
      'cache-control': picture === undefined ? 'no-store' : 'max-age=86400',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    response.end(request.method === 'HEAD' ? undefined : file.body)
    return true
  }
}
