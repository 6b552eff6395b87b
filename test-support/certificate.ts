// A certificate for 127.0.0.1 that nobody signed, made by openssl for one test.

import { execFileSync } from "node:child_process";
import { join } from "node:path";

import type { CertificateFiles } from "./nginx.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Makes a certificate and its key, good for a day. @throws Error where openssl fails */
export function makeCertificate(): CertificateFiles {
  const folder = temporaryFolder("chat-certificate");
  const files = { certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1"],
      ...["-keyout", files.key, "-out", files.certificate],
    ],
    { stdio: "ignore" },
  );
  return files;
}
