// Writes the most common passwords, one a line, as they stand in the package zxcvbn (MIT). Only the built assembly holds them.
// A word that is more common in English stands there in the list of words, so that the first of those belong to it.
import { writeFileSync } from "node:fs";
import lists from "zxcvbn/lib/frequency_lists.js";

const { passwords, english_wikipedia: words } = lists;
if (!(passwords?.length >= 3000 && words?.length >= 10000)) throw new Error("zxcvbn has no lists of passwords and words any more");
writeFileSync(process.argv[2], [...passwords, ...words.slice(0, 10000)].join("\n") + "\n");
