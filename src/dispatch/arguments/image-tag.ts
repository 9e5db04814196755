import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** A tag: https://docs.docker.com/reference/cli/docker/image/tag/; before it, where several repositories run, the repository. */
const written = /^(?:[a-z0-9]+(?:[._/-]+[a-z0-9]+)*:)?[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/

/** The image itself, whatever tags mean: before it the repository, with a tag or without. */
const byDigest =
  /^(?:[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@)?sha256:[0-9a-f]{64}$/

/** The tag of an image, as it was pushed, or its digest; case counts. */
export function imageTag(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'tag',
    summary:
      options.summary ??
      'tag of the image in the registry, such as `sprint-12-3f4021a`, or its digest, `sha256:…`',
    named: false,
    read: readTag,
  })
}

function readTag(typed: string | undefined): Reading<string> {
  const text = typed?.trim() ?? ''
  if (text === '') {
    const next = 'Add the tag of the image, such as `sprint-12-3f4021a`.'
    return { ok: false, code: 'image-missing', what: 'No image was named.', next }
  }
  if (byDigest.test(text)) return { ok: true, value: text }
  if (text.includes('sha256:')) {
    const what = `${inCode(text)} is not the digest of an image.`
    const next = 'A digest is `sha256:` and 64 hexadecimal digits; before it, the repository and @.'
    return { ok: false, code: 'image-invalid', what, next }
  }
  if (written.test(text)) return { ok: true, value: text }
  return {
    ok: false,
    code: 'image-invalid',
    what: `${inCode(text)} is not the tag of an image.`,
    next: 'A tag is letters, digits, dots, hyphens and underscores: `sprint-12-3f4021a`.',
  }
}
