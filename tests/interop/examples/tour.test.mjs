// The examples that are for people to watch run to their ends, and print what the README shows.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startNode } from "../support/node.mjs";

const file = (name) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

/**
 * How long an example may take: two dozen blocks and ten proofs are two minutes, or several on a machine
 * that has much to do. What takes longer is ended, which tells what it printed so far.
 */
const EXAMPLE_TIMEOUT_MS = 800_000;

let node;
before(async () => {
	node = await startNode();
});
after(() => node?.stop());

/** What an example prints. Rejects where it does not end with exit code 0. */
async function run(example) {
	const options = { timeout: EXAMPLE_TIMEOUT_MS };
	const { stdout } = await promisify(execFile)(process.execPath, [file(example), node.url], options);
	return stdout;
}

/** The lines of a text without what differs from run to run: numbers, times and hashes. */
function lines(text) {
	const known = (line) => line.replace(/0x[0-9a-f]+/g, "#").replace(/\d+(\.\d+)*/g, "#");
	return text.trim().split("\n").map(known);
}

/** What the README says that the tour prints. */
function shown() {
	const [, tour] = fs.readFileSync(file("README.md"), "utf8").split("\nmake tour\n```\n");
	const [, output] = tour.split(/^```$/m);
	return output;
}

test("members of a group are proven without a name, and once", async () => {
	const printed = await run("examples/group.mjs");
	assert.match(printed, /computes the same root/);
	assert.match(printed, /would be accepted/);
	assert.match(printed, /accepted, and finalised in block \d+/);
	assert.match(printed, /sent it again: refused \(groups\.NullifierUsed\)/);
});

// The second one finds what the first has left: its persons, its poll, its anchor.
for (const [earlier, which] of ["the tour", "the tour, a second time on the same chain,"].entries()) {
	test(`${which} enrols, votes, is refused twice and anchors, as the README shows`, async () => {
		const printed = await run("examples/tour.mjs");
		const people = 3 * (earlier + 1);
		const persons = [3, 2, 1].map((back) => people - back).join(", ");
		assert.match(printed, /says of all three that it would enrol them/);
		assert.match(printed, new RegExp(`enrolled as persons ${persons} in block \\d+: no account, no fee`));
		assert.match(printed, /anchored this file as number \d+\. Its receipt has \d+ bytes/);
		assert.match(printed, /Verified without the node: this file existed by 20\d\d-/);
		assert.match(printed, new RegExp(`stand in the tree of epoch \\d+, which has ${people} members`));
		assert.match(printed, new RegExp(`in poll ${earlier}, .*\n.*electorate has ${people} persons`));
		assert.match(printed, /The tally: 1 yes, 0 no/);
		assert.match(printed, /votes again.*\n.*Custom error: 46\n.*has acted in this scope \(nullifierUsed\)/);
		assert.match(printed, /another identity.*\n.*Custom error: 18\n.*another live person \(tagTaken\)/);
		assert.deepEqual(lines(printed), lines(shown()));
	});
}

test("the pages to which the tour leads are there", () => {
	const pages = shown().match(/docs\/\S+\.md/g);
	assert.ok(pages.length > 0);
	for (const page of pages) assert.ok(fs.existsSync(file(page)), page);
});
