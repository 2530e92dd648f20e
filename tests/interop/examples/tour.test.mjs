// The README's tour works as written.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startNode } from "../support/node.mjs";

test("the tour runs to its end on a development chain", async () => {
	const node = await startNode();
	try {
		const script = fileURLToPath(new URL("../../../examples/tour.mjs", import.meta.url));
		const run = promisify(execFile);
		// A dozen blocks and two proofs: a minute, or several on a machine that has much to do. What takes
		// longer is ended, which tells what it printed so far.
		const { stdout } = await run(process.execPath, [script, node.url], { timeout: 800_000 });
		assert.match(stdout, /computes the same root/);
		assert.match(stdout, /would be accepted/);
		assert.match(stdout, /accepted, and finalised in block \d+/);
		assert.match(stdout, /sent it again: refused \(groups\.NullifierUsed\)/);
		assert.match(stdout, /Disconnected, I verified it: this file existed by 20\d\d-/);
	} finally {
		await node.stop();
	}
});
