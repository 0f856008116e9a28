import { describe, expect, test } from '@jest/globals';
import { deviceOf, devicesAnew, devicesWith, networkOf, newDevice } from '../../src/identity/origin.js';

// oxfmt-ignore
const networks: [string, string, string][] = [
  ['192.0.2.7', '192.0.2.7', 'IPv4: one address, one holder'],
  ['::ffff:192.0.2.7', '192.0.2.7', 'the same, as a door that listens to both sees it'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', 'IPv6: the holder of one has 2^64 of them'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64', 'another of the same holder'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64', 'another spelling'],
  ['2001:db8::1', '2001:db8:0:0::/64', 'zeros left out'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64', 'on this link'],
  ['::1', '0:0:0:0::/64', 'this machine'],
  ['', '', 'unknown'],
];

test.each(networks)('%j is of %j (%s)', (address, expected) => {
  expect(networkOf(address)).toBe(expected);
});

describe('what a browser keeps', () => {
  const house = { secret: 'a' };
  const from = (...devices: string[]) => ({ address: '192.0.2.7', devices });
  const own = newDevice(house, 'Nadia@exemple.example');
  const [id, signature] = own.split('.');

  // oxfmt-ignore
  test.each<[string, { secret: string }, string, string, boolean]>([
    ['the account that it is of', house, 'nadia@exemple.example ', own, true],
    ['another account', house, 'camille@exemple.example', own, false],
    ['another house', { secret: 'b' }, 'nadia@exemple.example', own, false],
    ['an invented one', house, 'nadia@exemple.example', `${id}.${'A'.repeat(signature!.length)}`, false],
    ['no signature', house, 'nadia@exemple.example', id!, false],
    ['nothing', house, 'nadia@exemple.example', '', false],
  ])('is known for %s: %#', (_, at, email, device, known) => {
    expect(deviceOf(at, email, from(device)) !== undefined).toBe(known);
  });

  test('names nobody', () => {
    expect(own).toMatch(/^[\da-f-]{36}\.[\w-]{43}$/);
  });

  test('is what it was for an account that it knows, and five accounts at most', () => {
    expect(devicesWith(house, 'nadia@exemple.example', from('x', own))).toEqual([own, 'x']);
    const many = devicesWith(house, 'camille@exemple.example', from('a', 'b', 'c', 'd', 'e'));
    expect(many.slice(1)).toEqual(['a', 'b', 'c', 'd']);
    expect(deviceOf(house, 'camille@exemple.example', from(...many))).toBe(many[0]);
  });

  test('is another once a link chose the password: that account’s only, in the place of the one before', () => {
    const [anew, ...others] = devicesAnew(house, 'nadia@exemple.example', from('x', own));
    expect([anew === own, deviceOf(house, 'nadia@exemple.example', from(anew!))]).toEqual([false, anew]);
    expect(others).toEqual(['x']);
    expect(devicesAnew(house, 'nadia@exemple.example', from('a', 'b', 'c', 'd', 'e'))).toHaveLength(5);
  });
});
