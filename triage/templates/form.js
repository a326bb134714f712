"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const form = document.querySelector("form");
const answer = document.getElementById("answer");
const said = document.getElementById("said");

// Square brackets and arrows are what the answer is read by.
function tidy(words) {
  return words.replace(/\s+/g, " ").replace(/\[/g, "(").replace(/\]/g, ")")
    .replace(/[-‐‑–—−]{1,3}>|[→➔➜]/g, "=>").trim();
}

function write() {
  const lines = [...data.first];
  for (const each of data.questions) {
    lines.push("", `[${each.label}]`, `-> ${tidy(form.elements["q-" + each.id].value)}`.trimEnd());
  }
  answer.value = [...lines, "", data.last, ""].join("\n");
  said.textContent = "";
}

function mark() {
  answer.focus();
  answer.select();
}

async function copy() {
  let done = false;
  try {
    await navigator.clipboard.writeText(answer.value);
    done = true;
  } catch {
    mark();
    done = document.execCommand("copy");
  }
  if (!done) mark();
  said.textContent = done ? data.said.copied : data.said.marked;
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([answer.value], { type: "text/plain;charset=utf-8" }));
  link.download = data.file;
  link.click();
  said.textContent = data.said.saved;
}

form.addEventListener("input", write);
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("copy").addEventListener("click", copy);
document.getElementById("save").addEventListener("click", save);
write();
