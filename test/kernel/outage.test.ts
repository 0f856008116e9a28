/** What is missing outside, told from faults of the house. */
import { expect, test } from '@jest/globals';
import { PrintFailed, PrinterDown } from '../../src/kernel/printer.js';
import { outageIn, outageReason } from '../../src/kernel/outage.js';
import { PostFailed } from '../../src/kernel/postman.js';
import { VaultFailed, VaultMissing } from '../../src/kernel/vault.js';

const error = (facts: object): Error => Object.assign(new Error('3521874'), facts);

// oxfmt-ignore
test.each<[object, string | undefined, string]>([
  [{ code: 'ECONNREFUSED', errno: -111, syscall: 'connect' },      'DatabaseDown', 'nobody listens'],
  [{ code: 'ENOENT', errno: -2, syscall: 'connect' },              'DatabaseDown', 'the socket of a server is not there'],
  [{ code: 'ENOENT', errno: -2, syscall: 'open' },                 undefined,      'a file is not there: a fault'],
  [{ driverError: { errno: 2013, code: 'PROTOCOL_CONNECTION_LOST' } }, 'DatabaseDown', 'cut in the middle of a statement'],
  [{ driverError: { errno: 1053 } },                               'DatabaseDown', 'the server is shutting down'],
  [{ driverError: { fatal: true } },                               'DatabaseDown', 'the connection is lost already'],
  [{ driverError: { code: 'SQLITE_FULL' } },                       'DiskFull',     'the embedded database has no room'],
  [{ driverError: { errno: 1021 } },                               'DiskFull',     'the server has none'],
  [{ code: 'ENOSPC', errno: -28, syscall: 'write' },               'DiskFull',     'the files have none'],
  [{ cause: error({ code: 'EDQUOT' }) },                           'DiskFull',     'this account has none left, whatever wrapped it'],
  [new VaultFailed('key'),                                         'FilesDown',    'the bucket does not answer'],
  [new VaultMissing('key'),                                        undefined,      'the bucket has not got it: a fault'],
  [new PrinterDown('x'),                                           'PrinterDown',  'nothing prints'],
  [new PrintFailed('x'),                                           undefined,      'this document does not print'],
  [new PostFailed('ECONNREFUSED'),                                 undefined,      'a letter has its own number of tries'],
  [{ driverError: { errno: 1213 } },                               undefined,      'a deadlock is replayed, not waited for'],
  [{ driverError: { code: 'SQLITE_CONSTRAINT_UNIQUE' } },          undefined,      'a fault'],
])('%j is %s (%s)', (facts, outage) => {
  expect(outageIn(facts instanceof Error ? facts : error(facts))).toBe(outage);
});

test.each([[undefined], [null], ['SQLITE_FULL']])('%j, thrown, is a fault', (thrown) => {
  expect(outageIn(thrown)).toBeUndefined();
});

test('who looks at work that waits is told what for', () => {
  expect(outageReason('DiskFull')).toBe('Le disque est plein : le travail reprendra de lui-même.');
  expect(outageReason('PrintFailed')).toBeUndefined();
});
