import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** The version whose answers the table of differences is written for. */
export const motoVersion = '5.2.1'

/** Why the comparison is left out; undefined: moto is there. */
export function whyNoMoto(): string | undefined {
  const ask = 'import moto, moto.server; print(moto.__version__)'
  try {
    const found = execFileSync('python3', ['-c', ask], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const version = found.trim()
    return version === motoVersion
      ? undefined
      : `moto ${version} is installed, and compared is ${motoVersion}`
  } catch {
    return `python3 with moto is not installed: pip install 'moto[server]==${motoVersion}'`
  }
}

const serve = `
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
`

export interface Moto {
  readonly url: string
  stop(): Promise<void>
}

/** Starts moto on a free port of 127.0.0.1. It ends with this process: it reads until nobody writes. */
export async function startMoto(): Promise<Moto> {
  const child: ChildProcess = spawn('python3', ['-c', serve], { stdio: ['pipe', 'pipe', 'ignore'] })
  const exited = once(child, 'exit')
  if (child.stdout === null) throw new Error('moto has no output')
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, 'line'), exited.then(() => undefined)])
  if (first === undefined) throw new Error('moto ended before it listened')
  return {
    url: `http://127.0.0.1:${String(first[0])}`,
    async stop() {
      child.stdin?.end()
      child.kill()
      await exited
    },
  }
}

/** Asks moto's EC2, of which ohmy has no client, for the subnets and the network that it starts with. */
export async function networkOf(url: string): Promise<{ readonly vpc: string; readonly subnets: string[] }> {
  const signed =
    'AWS4-HMAC-SHA256 Credential=a/20261123/ap-southeast-2/ec2/aws4_request, SignedHeaders=host, Signature=a'
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: signed, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=DescribeSubnets&Version=2016-11-15',
  })
  const xml = await response.text()
  const all = (name: string) =>
    [...xml.matchAll(new RegExp(`<${name}>([^<]+)</${name}>`, 'g'))].map(([, id = '']) => id)
  const [vpc = ''] = all('vpcId')
  return { vpc, subnets: all('subnetId').slice(0, 2) }
}
