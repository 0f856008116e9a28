/** Checking an attestation of the matrix, as anybody may. */
import { Attestation, codeOf } from '../../../src/attestations/index.js';
import type { Bench } from '../../bench.js';
import type { Answer } from './call.js';
import { refused } from './call.js';

const attestationOf = ({ house }: Bench, id: string): Promise<Attestation> =>
  house.database.reader.findOneByOrFail(Attestation, { id });

export const allocataireOf = async (bench: Bench, id: string): Promise<string> =>
  (await attestationOf(bench, id)).allocataire;

/** The whole code that its page carries. */
export async function sealedCode(bench: Bench, id: string): Promise<string> {
  const { number, version, fieldsDigest, sealKeyId, sealSignature } = await attestationOf(bench, id);
  const seal = { keyId: sealKeyId!, signature: sealSignature! };
  return codeOf({ number, version, digest: fieldsDigest, ...seal });
}

const json = { accept: 'application/json' };

export const ask = ({ address }: Bench, code: string): Promise<Response> =>
  fetch(`${address}/verify/${code}`, { headers: json });

export const compare = ({ address }: Bench, code: string, allocataire: string): Promise<Response> =>
  fetch(`${address}/verify`, {
    method: 'POST',
    headers: json,
    body: new URLSearchParams({ code, allocataire }),
  });

/** Granted when it is told to be genuine. */
export async function judged(response: Response): Promise<Answer> {
  const { genuine, verdict, code, message } = (await response.json()) as Record<string, unknown>;
  return genuine === true
    ? { granted: true, data: null }
    : refused(response.status, String(verdict ?? code), String(message));
}
