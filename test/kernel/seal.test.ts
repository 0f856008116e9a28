import { expect, test } from '@jest/globals';
import { seal, unseal } from '../../src/kernel/seal.js';

const house = { secret: 'un secret de maison' };
const ours = { purpose: 'second factor', whose: 'nadia' };
const sealed = seal(house, ours, 'JBSWY3DPEHPK3PXP');

const altered = (at: number): string => {
  const bytes = Buffer.from(sealed, 'base64url');
  bytes[at] = bytes[at]! ^ 1;
  return bytes.toString('base64url');
};

test('what is sealed is read back, and shows nothing of itself, not even that it is the same', () => {
  expect(unseal(house, ours, sealed)).toBe('JBSWY3DPEHPK3PXP');
  expect(seal(house, ours, 'JBSWY3DPEHPK3PXP')).not.toBe(sealed);
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('JBSW');
});

test.each<[string, { secret: string }, typeof ours, string]>([
  ['another secret of the house', { secret: 'un autre' }, ours, sealed],
  ['another person', house, { ...ours, whose: 'camille' }, sealed],
  ['another purpose', house, { ...ours, purpose: 'session' }, sealed],
  ['its beginning altered', house, ours, altered(0)],
  ['its proof altered', house, ours, altered(12)],
  ['its end altered', house, ours, altered(40)],
  ['its end cut off', house, ours, sealed.slice(0, -4)],
  ['nothing', house, ours, ''],
])('it opens for nothing else: %s', (_, at, whose, text) => {
  expect(() => unseal(at, whose, text)).toThrow();
});
