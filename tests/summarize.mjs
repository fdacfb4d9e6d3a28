// Reads a folder of NAME.xml (xunit v2+ result files), NAME.log and NAME.status (exit codes of the runners).
// Prints each failure, then one line "N passed, N failed, N skipped". Exit code 1 when a test failed, a run broke, or none ran.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const total = { passed: 0, failed: 0, skipped: 0 };

for (const file of readdirSync(folder).filter((f) => f.endsWith(".status")).sort()) {
  const name = file.slice(0, -".status".length);
  const counts = readCounts(name);
  const status = readText(name, ".status").trim();
  for (const key in total) total[key] += counts[key];
  // A crash, a time-out or a broken fixture is no failed test, and must not pass for success.
  if (status !== "0" && counts.failed === 0) {
    total.failed++;
    console.log(`FAILED ${name}: the run ended with status ${status}${status === "124" ? " (time-out)" : ""}. Its last output:`);
    console.log(indent(readText(name, ".log").trimEnd().split("\n").slice(-40).join("\n")));
  }
}

const { passed, failed, skipped } = total;
if (passed + failed === 0) console.log("No test ran.");
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function readCounts(name) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const xml = readText(name, ".xml");
  for (const [tag] of xml.matchAll(/<assembly\s[^>]*>/g)) {
    counts.passed += number(tag, "passed");
    counts.failed += number(tag, "failed") + number(tag, "errors");
    counts.skipped += number(tag, "skipped") + number(tag, "not-run");
  }
  for (const [, attributes, body] of xml.matchAll(/<test\s([^>]*result="Fail"[^>]*)>([\s\S]*?)<\/test>/g)) report(attribute(attributes, "name"), body);
  for (const [, attributes, body] of xml.matchAll(/<error\s([^>]*)>([\s\S]*?)<\/error>/g)) report(`${name}: ${attribute(attributes, "type")} ${attribute(attributes, "name")}`, body);
  return counts;
}

function report(title, body) {
  console.log(`FAILED ${title}`);
  for (const part of ["message", "stack-trace"]) {
    const text = body.match(new RegExp(`<${part}>([\\s\\S]*?)</${part}>`))?.[1];
    if (text) console.log(indent(plain(text).split("\n").slice(0, 30).join("\n")));
  }
}

function readText(name, extension) {
  const path = join(folder, name + extension);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function number(tag, key) {
  return Number(attribute(tag, key) || 0);
}

function attribute(text, key) {
  return plain(text.match(new RegExp(`(?:^|\\s)${key}="([^"]*)"`))?.[1] ?? "");
}

function plain(xml) {
  return xml.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, "$1").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x?[0-9a-fA-F]+;/g, "\n").replace(/&amp;/g, "&");
}

function indent(text) {
  return text.replace(/^/gm, "    ");
}
