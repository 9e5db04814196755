/** An image's full name, taken apart. */
export interface ImageName {
  /** All before tag and digest: `123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/ohmycoins/backend`. */
  readonly path: string
  /** Without the registry: `ohmycoins/backend`. */
  readonly repository: string
  readonly tag?: string
  /** `sha256:…` */
  readonly digest?: string
  /** The ECR registry it lies in; absent for every other registry. */
  readonly registry?: { readonly account: string; readonly region: string }
}

/** Private registries only; `.cn` is China's: https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const ecrHost = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/

export function parseImageName(image: string): ImageName {
  const [named = '', digest] = image.split('@')
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/')
  const path = hasTag ? named.slice(0, colon) : named
  const [host = '', ...rest] = path.split('/')
  const isHost = rest.length > 0 && /[.:]|^localhost$/.test(host)
  const [, account, region] = ecrHost.exec(host) ?? []
  return {
    path,
    repository: isHost ? rest.join('/') : path,
    ...(hasTag ? { tag: named.slice(colon + 1) } : {}),
    ...(digest === undefined ? {} : { digest }),
    ...(account === undefined || region === undefined ? {} : { registry: { account, region } }),
  }
}

/** `sprint-12-3f4021a`, or the beginning of the digest where there is no tag. */
export function versionOf(image: string): string {
  const { tag, digest } = parseImageName(image)
  return tag ?? (digest === undefined ? 'latest' : shortDigest(digest))
}

/** An image as people name it, by digest or by tag, with its repository or without: taken apart. */
export function parseAskedImage(asked: string): Pick<ImageName, 'repository' | 'tag' | 'digest'> {
  if (asked.startsWith('sha256:')) return { repository: '', digest: asked }
  return parseImageName(asked.includes(':') ? asked : `:${asked}`)
}

/** The same with digests as short as they are shown elsewhere. */
export function shownImage(asked: string): string {
  return asked.replace(/sha256:[0-9a-f]{64}/, shortDigest)
}

/** `sha256:0123456789ab`: enough to tell two images apart. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12)
}
