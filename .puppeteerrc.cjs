// The browser is the system's own Chromium (see bin/habilis): nothing is downloaded at install.
module.exports = { skipDownload: true };
