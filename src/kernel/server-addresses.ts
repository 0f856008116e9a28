/** The servers that one DATABASE_URL names, in the order in which they are used. */

/** `scheme://account:password@`, the servers, `/base`: what is special in a password is percent-encoded. */
const FORM = /^((?:mysql|mariadb):\/\/(?:[^/?#]*@)?)([^/?#@]*)(\/[^?#].*)$/;

const isServer = (address: string): boolean => URL.canParse(address) && new URL(address).hostname !== '';

/** An address for each server, `mariadb://account@one:3306,two:3306/base`; none when it cannot be read so. */
export function serverAddresses(text: string): URL[] {
  const [, account = '', named = '', base = ''] = FORM.exec(text) ?? [];
  const servers = named.split(',');
  const addresses = servers.map((server) => account + server + base);
  // A socket is of one server, whatever the others are called.
  const isOne = servers.length === 1 || !base.includes('socketPath=');
  const isWhole = isOne && new Set(servers).size === servers.length && addresses.every(isServer);
  return isWhole ? addresses.map((address) => new URL(address)) : [];
}
