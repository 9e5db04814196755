import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A key, and an X.509 certificate (PEM) of its own for it. */
export interface SigningPair {
  readonly key: KeyObject
  readonly certificate: string
}

const day = 86_400_000

/** Made anew each time: nobody's secret lies anywhere. Node can read certificates and not make them, so this is their DER (RFC 5280). */
export function makeSigningPair(name: string, now: number): SigningPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const subject = tagged(0x30, tagged(0x31, tagged(0x30, oid('550403'), tagged(0x0c, Buffer.from(name)))))
  const told = tagged(
    0x30,
    ...[tagged(0xa0, integer(2)), integer(1), sha256WithRsa, subject],
    tagged(0x30, time(now - day), time(now + day)),
    ...[subject, publicKey.export({ type: 'spki', format: 'der' })],
  )
  const signature = tagged(0x03, Buffer.from([0]), sign('sha256', told, privateKey))
  const body = tagged(0x30, told, sha256WithRsa, signature).toString('base64')
  const lines = body.match(/.{1,64}/g) ?? []
  return {
    key: privateKey,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}

/** One element of DER: its tag, its length, what it holds. */
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content])
  const size = Buffer.from(length.toString(16).padStart(length > 255 ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 128 + size.length]), size, content])
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]))
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'))
}

/** `261128100000Z` */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)
  return tagged(0x17, Buffer.from(`${digits}Z`))
}

/** 1.2.840.113549.1.1.11 and no parameters. */
const sha256WithRsa = tagged(0x30, oid('2a864886f70d01010b'), tagged(0x05))
