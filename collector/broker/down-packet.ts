/** PUBLISH at QoS 0 without flags: https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/mqtt-v3.1.1.html#_Toc398718037 */
const PUBLISH = 0x30;

/**
 * A message as one piece of bytes, so that the socket writes it at once. aedes would write five pieces,
 * after having wrapped it three times: a third of what a receipt cost.
 */
export function toDownPacket(topic: string, payload: string): Buffer {
  const topicBytes = Buffer.byteLength(topic);
  const length = 2 + topicBytes + Buffer.byteLength(payload);
  const lengthBytes = toVariableLength(length);
  const start = 1 + lengthBytes.length;
  const packet = Buffer.allocUnsafe(start + length);
  packet[0] = PUBLISH;
  packet.set(lengthBytes, 1);
  packet.writeUInt16BE(topicBytes, start);
  packet.write(topic, start + 2);
  packet.write(payload, start + 2 + topicBytes);
  return packet;
}

/** Seven bits a byte, the lowest first; the highest bit says that more follow. */
function toVariableLength(length: number): number[] {
  const bytes: number[] = [];
  let rest = length;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return bytes;
}
