import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Adds to the lock file the optional binaries for other systems that the registry in use does not have. npm leaves them
 * out when it writes the file, and `npm ci` then refuses the file for lacking them. They are never fetched here; where
 * they fit, npm fetches them by name and version. To be run after a dependency was added or changed.
 */
const FILE = new URL('package-lock.json', import.meta.url);
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const { '': root, ...packages } = lock.packages;

/** Whether a package finds another the way Node does: in its own folder, then in those above. */
function finds(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages))
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const words = name.slice(name.lastIndexOf('/') + 1).split('-');
    const os = SYSTEMS.find((system) => words.includes(system));
    const cpu = PROCESSORS.find((processor) => words.includes(processor));
    if (finds(path, name) || os === undefined || !/^\d+\.\d+\.\d+$/.test(version)) continue;
    const libc = words.find((word) => /^(gnu|musl)/.test(word))?.startsWith('musl') ? 'musl' : 'glibc';
    packages[`node_modules/${name}`] = {
      version,
      ...(cpu === undefined ? {} : { cpu: [cpu] }),
      ...(dev ? { dev } : {}),
      ...(os === 'linux' ? { libc: [libc] } : {}),
      optional: true,
      os: [os],
    };
    process.stdout.write(`added ${name}@${version}\n`);
  }

const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: { '': root, ...Object.fromEntries(sorted) } }, null, 2)}\n`);
