import { packageManagers, type InstallRequest } from '../model/install.ts';
import { isOneOf, isRecord, isText } from './check.ts';

/** What a package may be called, with a version perhaps: nothing that a shell would take for anything else. */
const packageName = /^(?:@[\w.-]+\/)?\w[\w.-]*(?:@[\w.-]+)?$/;

export function isInstallRequest(value: unknown): value is InstallRequest {
  if (!isRecord(value)) return false;
  const { packages, manager, folder, isRoot } = value;
  return (
    Array.isArray(packages) &&
    packages.length > 0 &&
    packages.every((name) => isText(name) && packageName.test(name)) &&
    isOneOf(manager, packageManagers) &&
    isText(folder) &&
    typeof isRoot === 'boolean'
  );
}
