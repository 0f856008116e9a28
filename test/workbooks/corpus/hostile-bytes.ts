/** Archives spoilt byte by byte. */

export const cut = (bytes: Buffer, share: number): Buffer =>
  bytes.subarray(0, Math.floor(bytes.length * share));

/** The bytes with one changed, so many after the first occurrence of a text. */
export const flipped = (bytes: Buffer, text: string, after: number): Buffer => {
  const at = bytes.indexOf(text) + after;
  bytes[at] = bytes[at]! ^ 0x55;
  return bytes;
};

/** The directory's last entry repeated under other names of the same length, all at the same place. */
export function overlapping(bytes: Buffer, name: string, times: number): Buffer {
  const end = bytes.subarray(bytes.length - 22);
  const from = end.readUInt32LE(16);
  const directory = bytes.subarray(from, bytes.length - 22);
  const at = directory.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const last = directory.subarray(at);
  const place = last.indexOf(name) + name.length;
  const more = Array.from({ length: times }, (_, index) => {
    const entry = Buffer.from(last);
    entry.write(String.fromCharCode(65 + index), place, 'latin1');
    return entry;
  });
  const count = end.readUInt16LE(10) + times;
  const all = Buffer.concat([directory, ...more]);
  const closing = Buffer.from(end);
  closing.writeUInt16LE(count, 8);
  closing.writeUInt16LE(count, 10);
  closing.writeUInt32LE(all.length, 12);
  return Buffer.concat([bytes.subarray(0, from), all, closing]);
}
