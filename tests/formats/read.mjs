// Reads reports with Node's readers: a validator for reviewdog's format, and @actions/core, which
// is asked to write each annotation anew. Prints what each says as one JSON document.
//
// Called by tests/formats with the folder of the readers and those that the reports lie in.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [readers, ...folders] = process.argv.slice(2);
const require = createRequire(join(readers, "package.json"));
const { RDFormatValidator } = require("@umbrelladocs/rdformat-validator");
const main = join(readers, "node_modules", "@actions", "core", "lib", "core.js");
const core = await import(pathToFileURL(main));

// as the runner of GitHub Actions reads a line
const COMMAND = /^::(\w+)(?: ([^]*?))?::([^]*)$/;
const plain = (text) =>
  text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":").replaceAll("%2C", ",")
    .replaceAll("%25", "%");
const data = (text) =>
  text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");

function written(level, message, properties) {
  let line = "";
  const write = process.stdout.write;
  process.stdout.write = (text) => { line += text; return true; };
  try {
    core[level](message, properties);
  } finally {
    process.stdout.write = write;
  }
  return line.trimEnd();
}

function github(path) {
  const places = [], others = [], differ = [];
  for (const line of readFileSync(path, "utf8").trimEnd().split("\n")) {
    const command = COMMAND.exec(line.trimStart());
    if (!command) continue;
    const [, level, list, text] = command;
    const given = Object.fromEntries((list ?? "").split(",").map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), plain(pair.slice(at + 1))];
    }));
    if (!["error", "warning", "notice"].includes(level)) { others.push(line); continue; }
    const again = written(level, data(text), {
      title: given.title, file: given.file, startLine: given.line, endLine: given.endLine,
      startColumn: given.col, endColumn: given.endColumn,
    });
    if (again !== line) differ.push([line, again]);
    const rule = given.title.split(": ")[0];
    if (rule !== "acklint") places.push([rule, given.file, Number(given.line)]);
  }
  return { places, others, differ };
}

async function rdjson(path) {
  const text = readFileSync(path, "utf8");
  const validator = new RDFormatValidator({ strictMode: true, allowExtraFields: true });
  const { valid, errors } = await validator.validateString(text);
  const all = JSON.parse(text).diagnostics.filter((each) => each.code.value !== "problem");
  const places = all.map(({ code, location: { path, range: { start } } }) =>
    [code.value, path, start.line, start.column]);
  return { valid, errors, places };
}

const answer = [];
for (const folder of folders) {
  answer.push({ github: github(join(folder, "github")), rdjson: await rdjson(join(folder, "rdjson")) });
}
process.stdout.write(JSON.stringify(answer));
