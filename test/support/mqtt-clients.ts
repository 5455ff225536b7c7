import type { MqttClient } from "mqtt";

/** Resolves when the client's connection is gone. */
export function closing(client: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    client.once("close", resolve);
  });
}

/** What the client hears from now on. */
export function messagesOf(client: MqttClient): { topic: string; text: string }[] {
  const messages: { topic: string; text: string }[] = [];
  client.on("message", (topic, payload) => messages.push({ topic, text: payload.toString() }));
  return messages;
}
