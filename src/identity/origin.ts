/** Where a credential comes from: a network address, and a browser that may have signed in before. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { House } from '../kernel/context.js';
import { newId } from '../kernel/id.js';
import type { Tried } from './attempts.js';
import { tried } from './attempts.js';
import { mailbox } from './people.js';

export interface Origin {
  /** As the network gives it: IPv4, or IPv6. */
  address: string;
  /** What this browser keeps of the accounts that signed in with it, one each. */
  devices: readonly string[];
}

/** Accounts that one browser remembers: a computer shared by a team. */
const MOST_DEVICES = 5;

/**
 * Whose an address is, as far as it tells: an IPv4 address, or the 64 first bits of an IPv6 one, of which its holder
 * has all the others.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.toLowerCase().split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head.split(':').filter(Boolean);
  const ends = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - ends.length);
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...ends];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

const signatureOf = ({ secret }: Pick<House, 'secret'>, email: string, id: string): string =>
  createHmac('sha256', secret)
    .update(`device ${mailbox(email)} ${id}`)
    .digest('base64url');

/** What a browser keeps once it has signed in with an account; it names nobody. */
export function newDevice(house: Pick<House, 'secret'>, email: string): string {
  const id = newId();
  return `${id}.${signatureOf(house, email, id)}`;
}

function isDeviceOf(house: Pick<House, 'secret'>, email: string, device: string): boolean {
  const [id = '', signature = ''] = device.split('.');
  const given = Buffer.from(signature);
  const right = Buffer.from(signatureOf(house, email, id));
  return given.length === right.length && timingSafeEqual(given, right);
}

/** What this browser keeps of that account, if it signed in with it before. */
export const deviceOf = (
  house: Pick<House, 'secret'>,
  email: string,
  { devices }: Origin,
): string | undefined => devices.find((device) => isDeviceOf(house, email, device));

/** This one first, and no more than a browser may keep. */
const devicesFrom = (first: string, others: readonly string[]): string[] =>
  [first, ...others].slice(0, MOST_DEVICES);

/** What the browser keeps once it has signed in with that account. */
export function devicesWith(house: Pick<House, 'secret'>, email: string, origin: Origin): string[] {
  const own = deviceOf(house, email, origin) ?? newDevice(house, email);
  return devicesFrom(
    own,
    origin.devices.filter((device) => device !== own),
  );
}

/** What it keeps once it has chosen the password of that account by a link: what was tried from it before counts no more. */
export function devicesAnew(house: Pick<House, 'secret'>, email: string, origin: Origin): string[] {
  const own = deviceOf(house, email, origin);
  return devicesFrom(
    newDevice(house, email),
    origin.devices.filter((device) => device !== own),
  );
}

/** What a try of that account's password counts as, from there. */
export function passwordTries(house: House, email: string, origin: Origin): Tried[] {
  const device = deviceOf(house, email, origin);
  if (device) return [tried(house, 'device', device)];
  return [tried(house, 'address', networkOf(origin.address)), tried(house, 'account', mailbox(email))];
}

/** What a try of a code of that person counts as, from there: whoever knows the password shuts nobody out by it. */
export const codeTries = (house: House, email: string, origin: Origin): Tried[] => [
  tried(house, 'code', deviceOf(house, email, origin) ?? mailbox(email)),
];

/** What asking for a link counts as, from there. */
export const linkTries = (house: House, email: string, origin: Origin): Tried[] => [
  tried(house, 'links', deviceOf(house, email, origin) ?? networkOf(origin.address)),
];

/** What a return from the identity provider counts as, from there. */
export const openIdTries = (house: House, { address }: Origin): Tried[] => [
  tried(house, 'openId', networkOf(address)),
];
