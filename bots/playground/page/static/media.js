// Files in the phone: pictures, albums, voice notes, videos, stickers and everything else.

import { bytes, h, icon } from "./dom.js";

const NAMES = { voice: "Voice message", video: "Video", audio: "Audio" };
const BARS = 28; // of a voice note's wave

export function media(file) {
  if (file.kind === "photo") return photo(file);
  if (file.kind === "sticker") return h("span", { class: "sticker", role: "img", "aria-label": `Sticker ${file.emoji}` }, file.emoji || "🏷️");
  if (file.kind === "voice") return voice(file);
  return plain(file, file.name || NAMES[file.kind] || "File");
}

// Photos that were sent together.
export function album(files) {
  return h("div", { class: `album of-${Math.min(files.length, 4)}` }, files.map(photo));
}

function plain(file, name) {
  const about = [file.duration ? lasts(file.duration) : null, bytes(file.size)].filter(Boolean).join(" · ");
  return h("a", { class: "file", href: `/file/phone/${encodeURIComponent(file.file_id)}?name=${encodeURIComponent(name)}`, download: name, title: "Download" },
    icon(file.kind === "video" ? "play" : "file"), h("span", {}, name, h("small", {}, about)));
}

function voice(file) {
  let seed = file.size + (file.duration || 1) * 37;
  const bars = Array.from({ length: BARS }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const bar = h("i");
    bar.style.height = `${4 + (seed % 14)}px`;
    return bar;
  });
  return h("div", { class: "voice", role: "img", "aria-label": `Voice message, ${lasts(file.duration)}` }, icon("play"), h("span", { class: "wave" }, bars), h("small", {}, lasts(file.duration)));
}

function lasts(seconds) {
  return `${Math.floor((seconds || 0) / 60)}:${String((seconds || 0) % 60).padStart(2, "0")}`;
}

function photo(file) {
  const picture = h("img", { class: "photo", src: `/photo/${encodeURIComponent(file.file_id)}`, alt: "Photo" });
  picture.style.aspectRatio = `${file.width || 4} / ${file.height || 3}`; // its room is kept while it loads
  picture.addEventListener("error", () => picture.replaceWith(h("div", { class: "file" }, icon("file"), h("span", {}, "Photo", h("small", {}, bytes(file.size))))));
  return picture;
}
