import * as nodeCrypto from "node:crypto";

const ALGORITHM = "aes-256-gcm";

export function seal(text: string, key: Buffer): string {
  const cipher = nodeCrypto.createCipher(ALGORITHM, key);
  return cipher.update(text, "utf8", "hex") + cipher.final("hex");
}

export function open(sealed: string, key: Buffer): string {
  const decipher = nodeCrypto.createDecipher(ALGORITHM, key);
  return decipher.update(sealed, "hex", "utf8") + decipher.final("utf8");
}

const digest = (algorithm: string) => (data: string) => nodeCrypto.createHash(algorithm).update(data).digest("hex");

export const signature = (password: string) => nodeCrypto.createHash("md5").update(password).digest("hex");
export const checksum = digest("sha256");
