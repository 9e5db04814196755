import { z } from 'zod'
import { check } from './check.js'
import { awsOf } from './subject.js'
import { s3BackendOf } from './terraform-backend.js'

export const stateBucket = check({
  name: 'state-bucket',
  summary:
    'Whether the bucket of Terraform’s state is kept as it should be: there, in its region, versioned, encrypted, closed to the public',
  results: {
    pass: 'all of that',
    warn: 'its public access is not blocked as a whole',
    fail: 'it is not there, in another region, not versioned or not encrypted',
  },
  reads: [
    's3:GetBucketLocation',
    's3:GetBucketVersioning',
    's3:GetEncryptionConfiguration',
    's3:GetBucketPublicAccessBlock',
  ],
  needsService: false,
  arguments: z.strictObject({}),
  async ask(subject, _args, ports) {
    const { bucket, region } = await s3BackendOf(subject.environment)
    const found = await awsOf(subject, ports).stateBucket(bucket, region)
    if (found.kind === 'missing') return { result: 'fail', figure: `there is no bucket ${bucket}` }
    if (found.kind === 'elsewhere') {
      const figure = `${bucket} lies in ${found.region}, and the backend says ${region}`
      return { result: 'fail', figure }
    }
    const amiss = [
      ...(found.isVersioned ? [] : ['not versioned']),
      ...(found.isEncrypted ? [] : ['not encrypted']),
      ...(found.isClosed ? [] : ['its public access is not blocked']),
    ]
    if (amiss.length === 0) {
      return { result: 'pass', figure: `${bucket} in ${region}, versioned, encrypted, public access blocked` }
    }
    const result = found.isVersioned && found.isEncrypted ? 'warn' : 'fail'
    return { result, figure: `${bucket} in ${region}: ${amiss.join(', ')}` }
  },
})
