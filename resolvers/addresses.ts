/** The plain HTTP addresses of the files, in one place for those who serve them and those who give them. */
export const addresses = {
  workbook: (declarationId: string) => `/declarations/${declarationId}/workbook`,
  deposit: (declarationId: string, number: number | string) =>
    `/declarations/${declarationId}/deposits/${number}`,
  depositProgress: (declarationId: string, number: number | string) =>
    `/declarations/${declarationId}/deposits/${number}/progress`,
  depositUnderKey: (declarationId: string, key: string) =>
    `/declarations/${declarationId}/deposits/under-key/${key}/progress`,
  returnedWorkbook: (declarationId: string) => `/declarations/${declarationId}/returned-workbook`,
  report: (declarationId: string) => `/declarations/${declarationId}/report`,
  reportPdf: (declarationId: string) => `/declarations/${declarationId}/report.pdf`,
  nimsFile: (caf: string) => `/cafs/${caf}/nims.csv`,
  blankWorkbook: (declarationId: string) => `/declarations/${declarationId}/blank-workbook`,
  prefilledWorkbook: (declarationId: string) => `/declarations/${declarationId}/prefilled-workbook`,
  convention: (id: string) => `/conventions/${id}/pdf`,
  signedCopy: (id: string) => `/conventions/${id}/signed-copy`,
  attachments: (declarationId: string) => `/declarations/${declarationId}/attachments`,
  attachment: (id: string) => `/attachments/${id}`,
  attestation: (id: string) => `/attestations/${id}`,
};

/** Where anybody checks an attestation. */
export const verifyPath = '/verify';

/** Where a browser leaves for the provider of identities and comes back, under the address of the service. */
export const openIdPaths = {
  start: '/openid/start',
  callback: '/openid/callback',
  signOut: '/openid/sign-out',
  signedOut: '/openid/signed-out',
} as const;
