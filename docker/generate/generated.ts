import { iamPolicyFile, parts } from './iam-policy.js'
import { permissionsPage } from './permissions-page.js'
import { slackAppManifestFile } from './slack-app-manifest.js'
import { generatedPages } from '../../site/generate/pages.js'
import { eventPatternsFile, grantsFile } from './terraform-module.js'

/** Files that follow from the code, by their names from docker/. A test compares them with what is committed. */
export function generated(): Readonly<Record<string, string>> {
  return {
    'slack-app-manifest.yaml': slackAppManifestFile('socket'),
    'slack-app-manifest.http.yaml': slackAppManifestFile('http'),
    'iam-policy.json': iamPolicyFile(),
    ...Object.fromEntries(parts.map((part) => [`iam-policy.${part}.json`, iamPolicyFile([part])])),
    'terraform/grants.json': grantsFile(),
    'terraform/event-patterns.json': eventPatternsFile(),
    '../docs/permissions.md': permissionsPage(),
    ...Object.fromEntries(Object.entries(generatedPages()).map(([path, text]) => [`../${path}`, text])),
  }
}
