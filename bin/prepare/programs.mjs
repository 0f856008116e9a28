/** The programs of the machine that Habilis calls: found, installed by apt where that is allowed, or asked for plainly. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { Hindrance } from './need.mjs';
import { run } from './run.mjs';

/** Where servers, Debian's browsers and macOS applications live, outside the PATH of most people. */
const elsewhere = [
  '/usr/lib/chromium',
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/libexec',
  '/Applications/Google Chrome.app/Contents/MacOS',
];
/** In order: the shell prints the same text in a sixth of the time (docs/decisions/0004-printing.md). */
const browsers = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'Google Chrome',
];

/** The path of the first of these programs that this machine has: the program itself before a script that calls it. */
export function find(names) {
  const folders = [...elsewhere, ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Only an administrator of a Debian-like system is spared the installing by hand. */
export const mayInstall = () => process.getuid?.() === 0 && find(['apt-get']) !== undefined;

/** @throws Hindrance when apt fails, with the advice */
export const installByApt = (names, saying, advice = '') =>
  run(saying, `apt-${names[0]}`, ['sh', '-c', aptScript, 'sh', ...names], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    advice,
  });

/** One unreachable source fails the update; the install may still find what it needs. */
const aptScript =
  'apt-get update; exec apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"';

const chromiumByHand = `Chromium manque : Habilis s’en sert pour imprimer les attestations en PDF. Pour l’installer :
  Debian : sudo apt-get install chromium-headless-shell
  Ubuntu : sudo snap install chromium
  Fedora : sudo dnf install chromium
  macOS  : brew install --cask google-chrome
S’il est déjà installé, donnez son chemin dans la variable PUPPETEER_EXECUTABLE_PATH.
Relancez ensuite la même commande.`;

const mariadbByHand = `MariaDB manque : les tests passent aussi sur ce moteur. Pour l’installer, sans qu’aucun service ne démarre :
  Debian, Ubuntu : sudo apt-get install mariadb-server-core mariadb-client-core
  Fedora         : sudo dnf install mariadb-server
  macOS          : brew install mariadb
Sans MariaDB : bin/habilis test --engine sqlite`;

const clamavByHand = `ClamAV manque : un test dépose un classeur infecté, que son antivirus doit reconnaître. Pour l’installer, sans qu’aucun service ne démarre :
  Debian, Ubuntu : sudo apt-get install --no-install-recommends clamav-daemon
  Fedora         : sudo dnf install clamd
  macOS          : brew install clamav`;

/** Found or installed, its path is handed on in PUPPETEER_EXECUTABLE_PATH. */
export const chromium = {
  isMet() {
    const path = process.env.PUPPETEER_EXECUTABLE_PATH || find(browsers);
    if (!path || !isProgram(path)) return false;
    process.env.PUPPETEER_EXECUTABLE_PATH = path;
    return true;
  },
  async meet() {
    const given = process.env.PUPPETEER_EXECUTABLE_PATH;
    if (given) throw new Hindrance(`PUPPETEER_EXECUTABLE_PATH ne désigne pas un programme : ${given}`);
    if (!mayInstall()) throw new Hindrance(chromiumByHand);
    await installByApt(
      ['chromium-headless-shell'],
      'Installation de Chromium, qui imprime les attestations en PDF',
      chromiumByHand,
    );
    if (!this.isMet()) throw new Hindrance(chromiumByHand);
  },
};

export const mariadb = {
  isMet: () => ['mariadbd', 'mariadb-install-db', 'my_print_defaults'].every((name) => find([name])),
  async meet() {
    if (!mayInstall()) throw new Hindrance(mariadbByHand);
    await installByApt(
      ['mariadb-server-core', 'mariadb-client-core'],
      'Installation de MariaDB pour les tests, sans service',
      mariadbByHand,
    );
    if (!this.isMet()) throw new Hindrance(mariadbByHand);
  },
};

/** For the tests alone: its own signatures, which weigh hundreds of megabytes, are not fetched. */
export const clamav = {
  isMet: () => find(['clamd']) !== undefined,
  async meet() {
    if (!mayInstall()) throw new Hindrance(clamavByHand);
    await installByApt(
      ['clamav-daemon'],
      'Installation de ClamAV pour les tests, sans service ni signatures',
      clamavByHand,
    );
    if (!this.isMet()) throw new Hindrance(clamavByHand);
  },
};
