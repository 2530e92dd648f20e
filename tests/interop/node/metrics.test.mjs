// The dashboard, the alert rules and the operators' page name metrics that a node serves, and no others.

import assert from "node:assert/strict";
import fs from "node:fs";
import net from "node:net";
import { after, before, test } from "node:test";
import { startChain } from "../support/chain.mjs";

const root = new URL("../../../", import.meta.url);
const FILES = ["tools/operate/alerts.yml", "tools/operate/dashboard.json", "docs/operate/metrics.md"];

let chain;
let served;

/** A port that was free a moment ago. */
const freePort = () =>
	new Promise((resolve) => {
		const server = net.createServer().listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});

before(async () => {
	const port = await freePort();
	const network = ["--in-peers=0", "--out-peers=0", `--prometheus-port=${port}`];
	chain = await startChain({ network });
	await chain.reach(2);
	const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
	served = new Set(text.match(/^[a-z][a-z0-9_]*/gm));
	// What a label has not been counted under is served as its description alone.
	for (const [, name] of text.matchAll(/^# TYPE (\S+)/gm)) served.add(name);
});
after(() => chain?.stop());

for (const file of FILES) {
	test(`every metric in ${file} is served`, () => {
		const text = fs.readFileSync(new URL(file, root), "utf8");
		const named = new Set(text.match(/\b(?:substrate|census|process)_[a-z0-9_]+/g));
		assert.ok(named.size >= 8, `${named.size} metrics`);
		// A family of which nothing was counted yet is served by no name: the program's own page lists it.
		const listed = fs.readFileSync(new URL("docs/reference/metrics.md", root), "utf8");
		const isServed = (name) =>
			served.has(name) || listed.includes(`\`${name}\``) ||
			served.has(name.replace(/_(bucket|sum|count)$/, ""));
		const missing = [...named].filter((name) => !isServed(name) && !/^census_(development|local|zk)$/.test(name));
		assert.deepEqual(missing, []);
	});
}

test("the dashboard has a title and a question for each panel", () => {
	const { panels } = JSON.parse(fs.readFileSync(new URL(FILES[1], root), "utf8"));
	assert.ok(panels.length >= 10);
	assert.equal(new Set(panels.map(({ title }) => title)).size, panels.length);
	for (const { targets } of panels) assert.ok(targets.every(({ expr }) => expr.length > 10));
});
