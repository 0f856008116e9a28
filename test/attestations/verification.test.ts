/** Checking an attestation, by anybody: each verdict and why, from the month as its people play it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { FiledDocument } from '../../src/allocataires/index.js';
import { Attestation, codeOf, fileLot, shortCodeOf, withdrawKey } from '../../src/attestations/index.js';
import type { Told } from '../../src/attestations/seal/code.js';
import { HOUSE } from '../../src/identity/index.js';
import { Consultation } from '../../src/kernel/consultation.js';
import { JournalEntry } from '../../src/kernel/journal.js';
import { automaton } from '../../src/rights/index.js';
import type { Bench } from '../bench.js';
import { openBench, who } from '../bench.js';
import { readPdf } from '../pdf.js';
import type { SealedMonth } from './sealed.js';
import { family, forgedFrom, sealedMonth, stolenFrom } from './sealed.js';

let bench: Bench;
let sealed: SealedMonth;
beforeAll(async () => {
  bench = await openBench();
  sealed = await sealedMonth(bench);
});
afterAll(() => bench.close());

const json = { accept: 'application/json' };

async function ask(code: string): Promise<{ status: number } & Record<string, unknown>> {
  const response = await fetch(`${bench.address}/verify/${encodeURIComponent(code)}`, { headers: json });
  return { status: response.status, ...((await response.json()) as object) };
}

async function post(fields: Record<string, string>, headers: Record<string, string> = json) {
  const body = new URLSearchParams(fields);
  return fetch(`${bench.address}/verify`, { method: 'POST', headers, body });
}

const postJson = async (fields: Record<string, string>) => {
  const response = await post(fields);
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) };
};

const page = async (path: string): Promise<string> => (await fetch(bench.address + path)).text();

const plain = (html: string): string =>
  html
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ');

type Make = () => Told | Promise<Told>;

const forged: Make = () => forgedFrom(sealed.ninos);
const stolen = (change: Partial<Told>) => stolenFrom(bench, sealed.ninos, change);

const cases: [string, boolean, Make, string][] = [
  // verdict      genuine  the code                                               why
  [
    'authentic',
    true,
    () => sealed.ninos,
    'issued, unchanged by the amendment, sealed by a key that was retired since',
  ],
  ['authentic', true, () => sealed.rosesNext, 'the version that stands, sealed by the key that signs'],
  ['replaced', true, () => sealed.roses, 'the amendment changed its hours'],
  ['withdrawn', true, () => sealed.strangers, 'the amendment declares that row no more'],
  ['notAuthentic', false, () => ({ ...sealed.ninos, number: sealed.roses.number }), 'the number of another'],
  ['notAuthentic', false, () => ({ ...sealed.roses, version: 2 }), 'the version that replaced it'],
  ['notAuthentic', false, () => ({ ...sealed.ninos, digest: sealed.roses.digest }), 'the fields of another'],
  [
    'notAuthentic',
    false,
    () => ({ ...sealed.ninos, signature: sealed.roses.signature }),
    'the signature of another',
  ],
  [
    'notAuthentic',
    false,
    () => ({ ...sealed.ninos, keyId: sealed.rosesNext.keyId }),
    'a key of ours that did not sign it',
  ],
  ['keyUnknown', false, forged, 'a key that the forger made'],
  [
    'contradicted',
    false,
    () => stolen({ digest: 'ab'.repeat(32) }),
    'our key, over fields that we never had',
  ],
  [
    'notKept',
    true,
    () => stolen({ number: 'A-493-202001-000001' }),
    'our key, and deleted since, for all that the code tells',
  ],
];

test.each(cases.map(([verdict, genuine, code, why]) => [verdict, genuine, why, code] as const))(
  '%s (genuine: %s): %s',
  async (verdict, genuine, _why, code) => {
    const answer = await ask(codeOf(await code()));
    expect(answer).toMatchObject({ status: 200, verdict, genuine });
    // What is not one of ours tells nothing of what is.
    if (!genuine) expect(Object.keys(answer).toSorted()).toEqual(['genuine', 'status', 'verdict']);
  },
);

test('a replaced version says by which, and since when; a withdrawn one since when', async () => {
  expect(await ask(codeOf(sealed.roses))).toMatchObject({
    replacedBy: 2,
    endedAt: expect.stringMatching(/^2026-11-05T/),
  });
  expect(await ask(codeOf(sealed.strangers))).toMatchObject({ endedAt: expect.stringMatching(/^2026-/) });
  expect(plain(await page(`/verify/${codeOf(sealed.roses)}`))).toMatch(
    /Attestation authentique, mais remplacée .* Version en vigueur 2 Ne vaut plus depuis le 5 novembre 2026/,
  );
});

test('the page tells what the paper does of the structure, and nothing of the family', async () => {
  const html = await page(`/verify/${codeOf(sealed.ninos)}`);
  expect(plain(html)).toMatch(
    /Attestation authentique et en vigueur .* Numéro A-493-202610-\d{6}, version 1 Mois de garde octobre 2026 Structure .*Pirouette.* SIRET [\d ]+ Caf Caf de Maine-et-Loire Émise le 5 novembre 2026/,
  );
  for (const personal of [family.nino, 'GALINDRAC', 'Nino', '19/12/2024', '1 044', '120 h'])
    expect([personal, plain(html).includes(personal)]).toEqual([personal, false]);
  expect(await bench.count(Consultation, { actorKind: 'nobody' })).toBe(0);
});

test('whoever types the number of the allocataire compares the hours and the amount; that is told', async () => {
  const given = {
    code: codeOf(sealed.ninos),
    allocataire: '3 521 874',
  };
  const html = await (await post(given, {})).text();
  expect(plain(html)).toContain(
    'Total des heures 120 h Dont heures spécifiques 0 h Montant payé par la famille 1 044,00 € Fin de garde non déclarée Enfant N. G., né(e) le 19/12/2024',
  );
  for (const name of ['GALINDRAC', 'Nino', family.nino])
    expect([name, plain(html).includes(name)]).toEqual([name, false]);
  const [read] = await bench.house.database.reader.findBy(Consultation, { actorKind: 'nobody' });
  expect(read).toMatchObject({ what: 'attestation', why: 'POST /verify', records: 1 });
});

test('a wrong number shows nothing, and after ten of them not even the right one does', async () => {
  const given = { code: codeOf(sealed.rosesNext), allocataire: '0000000' };
  const refused = await post(given, {});
  expect(refused.status).toBe(403);
  const html = plain(await refused.text());
  expect(html).toMatch(/Attestation authentique et en vigueur .* Ce numéro d’allocataire n’est pas celui/);
  expect(html).not.toContain('44 h');
  for (let tries = 1; tries < 10; tries += 1)
    expect(await postJson(given)).toMatchObject({ status: 403, code: 'HOLDER_NOT_PROVEN' });
  expect(await postJson({ ...given, allocataire: family.rose })).toMatchObject({
    status: 429,
    code: 'TOO_MANY_VERIFICATIONS',
  });
  expect(await ask(codeOf(sealed.rosesNext))).toMatchObject({ verdict: 'authentic' });
});

test('the printed code is the same attestation; mistyped, its group is told; made up, it is nothing', async () => {
  const short = shortCodeOf(sealed.ninos);
  expect(await postJson({ code: short.toLowerCase() })).toMatchObject({
    verdict: 'authentic',
    shown: { number: sealed.ninos.number },
    code: codeOf(sealed.ninos),
  });
  const slip = short.replace(/.$/, short.endsWith('7') ? '8' : '7');
  expect(await postJson({ code: slip })).toEqual({
    status: 400,
    code: 'SEAL_CODE_UNREADABLE',
    message: 'Faute de frappe dans le groupe 6 : relisez-le.',
    facts: { reason: 'slip', groups: [6] },
  });
  const html = await (await post({ code: slip }, {})).text();
  expect(html).toContain(`value="${slip}"`);
  expect(plain(html)).toContain('Faute de frappe dans le groupe 6');
  const madeUp = shortCodeOf({ ...sealed.ninos, signature: sealed.roses.signature });
  const nobodys = shortCodeOf({ ...sealed.ninos, number: 'A-781-202610-000999' });
  expect(await postJson({ code: madeUp })).toEqual({ status: 200, verdict: 'notAuthentic', genuine: false });
  expect(await postJson({ code: nobodys })).toEqual({ status: 200, verdict: 'notAuthentic', genuine: false });
});

test('the whole address may be pasted where the code is asked for', async () => {
  const code = `https://habilis.caf.example/verify/${codeOf(sealed.ninos)}`;
  expect(await postJson({ code })).toMatchObject({ verdict: 'authentic' });
});

test.each<[string, string]>([
  ['bonjour', 'a word'],
  ['H1.x.y.z', 'parts of nothing'],
  ['<script>alert(1)</script>', 'markup'],
  ['a'.repeat(2_000), 'too long'],
  ['%', 'half a sign'],
])('what is no code is refused, as a page and as JSON: %#', async (code) => {
  expect(await ask(code)).toMatchObject({ status: 400, code: 'SEAL_CODE_UNREADABLE' });
  const response = await post({ code }, {});
  const html = await response.text();
  expect([response.status, html.includes('<script>')]).toEqual([400, false]);
  expect(html).toContain('role="alert"');
});

test('the page runs nothing, is kept by nobody and found by no search', async () => {
  for (const path of ['/verify', `/verify/${codeOf(sealed.ninos)}`, '/verify/x']) {
    const response = await fetch(bench.address + path);
    const headers = Object.fromEntries(response.headers);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^;]+'; form-action 'self';/,
    );
    expect(headers).toMatchObject({
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    const html = await response.text();
    expect(html).toContain('<html lang="fr">');
    expect(html).not.toMatch(/<script|https?:|\son\w+=/);
    // One title, and each field has its name.
    expect(html.match(/<h1/g)).toHaveLength(1);
    for (const [, id] of html.matchAll(/<input id="(\w+)"/g)) expect(html).toContain(`<label for="${id}"`);
  }
});

test('the keys are published, each with its life, and no private part', async () => {
  const response = await fetch(`${bench.address}/verify/keys`);
  const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
  const states = Object.fromEntries(keys.map(({ kid, state }) => [String(kid), state]));
  expect(states).toEqual({ [sealed.rosesNext.keyId]: 'signing', [sealed.ninos.keyId]: 'retired' });
  for (const key of keys)
    expect(Object.keys(key).toSorted()).toEqual(
      ['crv', 'from', 'kid', 'kty', 'state', 'until', 'use', 'withdrawnAt', 'x'].toSorted(),
    );
  const actions = await bench.house.database.reader.findBy(JournalEntry, { subject: 'sealKey' });
  expect(actions.map(({ action }) => action).toSorted()).toEqual(['begin', 'rotate']);
});

test('once a key is withdrawn, its seals prove nothing alone: the records vouch for what we issued, and for nothing else', async () => {
  const thief = await stolen({ number: 'A-493-202001-000001' });
  await withdrawKey(automaton(bench.house, HOUSE), sealed.ninos.keyId);
  expect(await ask(codeOf(sealed.ninos))).toMatchObject({ verdict: 'authentic', keyWithdrawn: true });
  expect(plain(await page(`/verify/${codeOf(sealed.ninos)}`))).toContain(
    'La clé de ce sceau a été retirée depuis',
  );
  expect(await ask(codeOf(thief))).toEqual({ status: 200, verdict: 'keyWithdrawn', genuine: false });
  expect(await ask(codeOf(sealed.rosesNext))).toMatchObject({ verdict: 'authentic' });
});

test('whoever tries codes by the dozen is stopped; a right code is still answered', async () => {
  const code = codeOf({ ...sealed.ninos, digest: 'cd'.repeat(32) });
  let answer = await ask(code);
  for (let tries = 0; tries < 60 && answer.status === 200; tries += 1) answer = await ask(code);
  expect(answer).toMatchObject({ status: 429, code: 'TOO_MANY_VERIFICATIONS' });
  expect(await ask(codeOf(sealed.rosesNext))).toMatchObject({ verdict: 'authentic' });
});

test('what was numbered for another template, and not filed yet, is frozen and sealed anew for that of today', async () => {
  const { database } = bench.house;
  const { number, version } = sealed.ninos;
  const before = await database.reader.findOneByOrFail(Attestation, { number, version });
  const { id, declarationId, lot, fields } = before;
  await database.write(async (em) => {
    await em.delete(FiledDocument, { attestationId: id });
    const former = { ...fields, templateVersion: '2026-1' };
    await em.update(
      Attestation,
      { id },
      { state: 'numbered', filedAt: null, fields: former, sealKeyId: null, sealSignature: null },
    );
  });
  await fileLot(automaton(bench.house, '493'), { id: declarationId, caf: '493', part: lot });

  const after = await database.reader.findOneByOrFail(Attestation, { number, version });
  expect(after).toMatchObject({ state: 'filed', fields, fieldsDigest: before.fieldsDigest });
  // By the key that signs today.
  expect(after.sealKeyId).toBe(sealed.rosesNext.keyId);
  const file = await (await bench.person(who.approver)).get(`/attestations/${id}`);
  const [link] = (await readPdf(file)).links;
  expect(link).toMatch(
    new RegExp(`^${bench.config.publicUrl}/verify/H1\\.${after.sealKeyId}\\.${number}\\.1\\.`),
  );
  expect(await ask(link!.split('/').at(-1)!)).toMatchObject({ verdict: 'authentic' });
});
