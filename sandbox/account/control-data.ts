import type { WorldControl } from './control-contract.js'
import type { ListenerRecord } from './elb/model.js'
import type { World } from './world.js'

/** Meddles with databases and certificates. Names that do not exist throw. */
export function dataControl(
  world: World,
): Pick<WorldControl, 'setDatabase' | 'addSnapshot' | 'setCertificate' | 'addCertificate' | 'removeHttps'> {
  function https(loadBalancer: string): ListenerRecord {
    const arn = world.loadBalancers.find(({ name }) => name === loadBalancer)?.arn
    const found = world.listeners.find(
      ({ loadBalancerArn, protocol }) => loadBalancerArn === arn && protocol === 'HTTPS',
    )
    if (found === undefined) throw new Error(`The simulated account has no HTTPS listener of ${loadBalancer}`)
    return found
  }

  return {
    setDatabase(id, changes) {
      const database = world.databases.get(id)
      if (database === undefined) throw new Error(`The simulated account has no database ${id}`)
      Object.assign(database, changes)
    },
    addSnapshot: (snapshot) => void world.snapshots.push(snapshot),
    setCertificate(loadBalancer, changes) {
      const certificate = world.certificates.get(https(loadBalancer).certificates[0] ?? '')
      if (certificate === undefined) throw new Error(`${loadBalancer} has no certificate`)
      Object.assign(certificate, changes)
    },
    addCertificate(loadBalancer, certificate) {
      const listener = https(loadBalancer)
      world.certificates.set(certificate.arn, certificate)
      listener.certificates = [...listener.certificates, certificate.arn]
    },
    removeHttps: (loadBalancer) =>
      void world.listeners.splice(world.listeners.indexOf(https(loadBalancer)), 1),
  }
}
