// A program written for the original API. Usage: node client.mjs PHOTO OUT_FOLDER
import fs from "node:fs";
import path from "node:path";
import OpenAI from "openai";

const [photo, out] = process.argv.slice(2);
const client = new OpenAI();

let video = await client.videos.create({
  model: "sora-2",
  prompt: "Slow push in, then pan left.",
  input_reference: fs.createReadStream(photo),
  seconds: "4",
  size: "128x72",
});
const created = video.status;
while (video.status === "queued" || video.status === "in_progress") {
  await new Promise((resolve) => setTimeout(resolve, 200));
  video = await client.videos.retrieve(video.id);
}

for (const [variant, name] of [
  ["video", "video.mp4"],
  ["thumbnail", "thumbnail.webp"],
  ["spritesheet", "spritesheet.jpg"],
]) {
  const reply = await client.videos.downloadContent(video.id, { variant });
  fs.writeFileSync(path.join(out, name), Buffer.from(await reply.arrayBuffer()));
}

const listed = [];
for await (const one of client.videos.list({ limit: 1 })) listed.push(one.id);

const deleted = await client.videos.delete(video.id);
const gone = await client.videos.retrieve(video.id).then(
  () => null,
  (error) => ({ status: error.status, message: error.message, request_id: error.requestID }),
);
console.log(JSON.stringify({ created, video, listed, deleted, gone }));
