// How a node starts: from a database of the same chain and of another one, with the runtime compiled already
// and not.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { binary, startNode, temporaryDirectory } from "../support/node.mjs";

/** How long a start may take that is refused: it may have to compile the runtime, which on a machine that has
 * much else to do takes minutes. */
const REFUSAL_MS = 600_000;

/** Runs a command of the node's to its end. */
function run(...command) {
	const { status, stdout, stderr } = spawnSync(binary(), command, {
		encoding: "utf8",
		maxBuffer: 64 * 1024 * 1024,
		timeout: REFUSAL_MS,
	});
	return { status, stdout, stderr };
}

test("a database of another genesis is refused with both hashes, whatever the specification's name", async () => {
	const directory = temporaryDirectory();
	const exported = run("export-chain-spec", "--chain=dev");
	assert.equal(exported.status, 0, exported.stderr);
	const spec = JSON.parse(exported.stdout);
	const file = (name, content) => {
		const place = path.join(directory, name);
		fs.writeFileSync(place, JSON.stringify(content));
		return place;
	};
	const same = file("same.json", spec);
	const base = temporaryDirectory();
	const node = await startNode({ directory: base, chain: same });
	await node.stop();

	const { balances } = spec.genesis.runtimeGenesis.patch.balances;
	const other = structuredClone(spec);
	other.genesis.runtimeGenesis.patch.balances.balances = balances.filter((_, i) => i !== 1);
	const changed = file("other.json", other);
	const arguments_ = (chain) => [`--chain=${chain}`, `--base-path=${base}`];
	// One that only asks, and the node itself.
	for (const command of [["export-blocks", "--to=1"], ["--no-telemetry", "--rpc-port=0"]]) {
		const refused = run(...command, ...arguments_(changed));
		assert.equal(refused.status, 1, refused.stderr);
		assert.match(refused.stderr, /another chain: its genesis is 0x[0-9a-f]{64}.* 0x[0-9a-f]{64}/s);
		const [before, now] = refused.stderr.match(/0x[0-9a-f]{64}/g);
		assert.notEqual(before, now);
	}
	// The same genesis in another form is the same chain: written out, and with another boot node.
	const raw = run("export-chain-spec", `--chain=${same}`, "--raw");
	assert.equal(raw.status, 0, raw.stderr);
	for (const [name, content] of [
		["raw.json", JSON.parse(raw.stdout)],
		["named.json", { ...spec, name: "Another name" }],
	]) {
		const again = await startNode({ directory: base, chain: file(name, content) });
		await again.stop();
	}
});

test("the second start finds the runtime compiled, and so does another node of the same binary", async (t) => {
	const cache = path.join(temporaryDirectory(), "cache");
	const options = [`--runtime-cache=${cache}`];
	const kept = () =>
		fs
			.readdirSync(cache, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && !/\.stats$|^wip-|\.wip/.test(entry.name))
			.map((entry) => entry.name)
			.sort();
	const took = [];
	const start = async (directory) => {
		const began = Date.now();
		const node = await startNode({ directory, options });
		took.push(Date.now() - began);
		await node.stop();
	};
	const base = temporaryDirectory();
	await start(base);
	const compiled = kept();
	assert.ok(compiled.length > 0, "nothing was kept");
	assert.equal(fs.statSync(cache).mode & 0o777, 0o700);
	await start(base);
	await start(temporaryDirectory());
	assert.deepEqual(kept(), compiled, "it was compiled again");
	t.diagnostic(`starts took ${took.join(", ")} ms`);

	// What others can write to is not run.
	fs.chmodSync(cache, 0o755);
	const refused = run("--dev", "--rpc-port=0", ...options);
	assert.equal(refused.status, 1);
	assert.match(refused.stderr, /open to other users/);
});
