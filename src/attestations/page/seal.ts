/** The part of the page by which it is checked: a QR, a code to copy, and the sealed data for whoever checks the file itself. */
import { section, text } from '../../kernel/document.js';
import { canonical } from '../fields.js';
import type { AttestationFields } from '../fields.js';
import type { Told } from '../seal/code.js';
import { codeOf } from '../seal/code.js';
import type { Seal } from '../seal/signature.js';
import { sealedOf } from '../seal/signature.js';
import { shortCodeOf } from '../seal/typed.js';
import { qrSvg } from './qr.js';

/** What a page is printed from. */
export interface Sheet {
  fields: AttestationFields;
  seal: Seal;
  /** Where anybody checks a code: `https://habilis.caf.example/verify`. */
  verifyAddress: string;
}

const LABEL = 'QR code : l’adresse où cette attestation se vérifie';

/** The link that a file carries, to be checked without the service: the fields that were sealed, whole. */
export const DATA_LINK = 'data:application/json;base64,';

const dataLink = (fields: AttestationFields): string =>
  DATA_LINK + Buffer.from(canonical(fields)).toString('base64');

/** An address without what everybody knows it begins with. */
const shortAddress = (address: string): string => address.replace(/^https?:\/\//, '');

const linkTo = (verifyAddress: string, told: Told): string => `${verifyAddress}/${codeOf(told)}`;

/** Where the code of an attestation is checked: what its QR and its link say. */
export const linkOf = ({ fields, seal, verifyAddress }: Sheet): string =>
  linkTo(verifyAddress, { ...sealedOf(fields), ...seal });

export function sealPart({ fields, seal, verifyAddress }: Sheet): string {
  const told = { ...sealedOf(fields), ...seal };
  const link = linkTo(verifyAddress, told);
  return `<div class="seal"><a class="qr" href="${text(link)}">${qrSvg(link, LABEL)}</a>
${section(
  'Vérification',
  `<p>Cette attestation se vérifie en scannant ce code, ou en copiant celui-ci à l’adresse
<a href="${text(verifyAddress)}">${text(shortAddress(verifyAddress))}</a>&nbsp;:</p>
<p class="code">${shortCodeOf(told)}</p>
<p class="note-below">La page de vérification dit les heures et le montant déclarés&nbsp;: comparez-les à ceux-ci. Sceau électronique
Ed25519, clé ${text(seal.keyId)}. <a href="${dataLink(fields)}">Empreinte des données&nbsp;: ${told.digest.slice(0, 16)}</a></p>`,
)}</div>`;
}
