// RPC under load: whatever is asked by however many, blocks go on, others are answered, and the node's
// memory stays within bounds. Each flood lasts for some blocks.
// It takes the whole machine: it runs by itself, behind the other tests.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { anchor, receipt } from "@census/sdk/anchors";
import { alice, startChain } from "../support/chain.mjs";
import { binary, temporaryDirectory } from "../support/node.mjs";
import { request, WebSocket } from "../support/websocket.mjs";

/** How many blocks are made during a flood, and how long that may take: slots are of 6 s, of which a machine
 * that has much else to do misses some. In ten minutes there are a hundred. */
const BLOCKS = 3;
const BLOCKS_MS = 600_000;
/** The longest that the node's health may take to be told. It is told within a second, and within several
 * where the machine has much else to do; it took a minute, and several there, before there were limits. */
const HEALTH_MS = 30_000;
const HEALTH_EVERY_MS = 200;
/** The longest that a specification takes which the node has made already: it has to be sent. To make it
 * takes seconds of computing more. */
const KNOWN_MS = 5_000;
/** How much memory a flood may cost: it was 2 GiB within seconds. */
const GROWTH_BYTES = 600 * 1024 * 1024;
/** How long it takes until whoever reads nothing is ended (30 s), and some more, for a machine that is slow. */
const END_MS = 600_000;
/** A node lets in a hundred connections; these are left for those who mean well. */
const FLOODERS = 90;

let chain;
const open = new Set();

async function connect() {
	const client = await WebSocket.open(chain.node.url);
	open.add(client);
	return client;
}

function closeAll() {
	for (const client of open) client.close();
	open.clear();
}

before(async () => {
	chain = await startChain();
	// There is a checkpoint when there is a final block besides the first.
	const final = async () =>
		(await chain.api.rpc.chain.getHeader(await chain.finalised())).number.toNumber();
	while ((await final()) === 0) await chain.reach();
});
after(async () => {
	closeAll();
	await chain?.stop();
});

/** Asks for the node's health, over and over, until it is told to stop; then resolves to the longest wait. */
async function watchHealth() {
	const client = (await connect()).listen();
	let stopped = false;
	const watch = (async () => {
		let longest = 0;
		while (!stopped) {
			const asked = Date.now();
			const health = await Promise.race([
				client.ask("system_health"),
				setTimeout(BLOCKS_MS, null, { ref: false }),
			]);
			assert.equal(typeof health?.isSyncing, "boolean");
			longest = Math.max(longest, Date.now() - asked);
			await setTimeout(HEALTH_EVERY_MS);
		}
		return longest;
	})();
	watch.catch(() => {});
	return () => {
		stopped = true;
		return watch;
	};
}

/** Resolves when so many more blocks have been made, which it asks a connection of its own. */
async function blocksGoOn() {
	const client = (await connect()).listen();
	const height = async () => Number((await client.ask("chain_getHeader")).number);
	const goal = (await height()) + BLOCKS;
	const deadline = Date.now() + BLOCKS_MS;
	while ((await height()) < goal) {
		assert.ok(Date.now() < deadline, "no blocks are made");
		await setTimeout(500);
	}
}

/** Floods the node until some blocks are made, and looks at what that costs others. */
async function during(name, flood) {
	const before = chain.node.memory();
	let most = before;
	const gauge = setInterval(() => (most = Math.max(most, chain.node.memory())), 100);
	const end = { now: false };
	try {
		const health = await watchHealth();
		const flooding = flood(end);
		flooding.catch(() => {});
		await blocksGoOn();
		end.now = true;
		await flooding;
		const longest = await health();
		const growth = most - before;
		console.log(`${name}: health within ${longest} ms, ${Math.round(growth / 1024 / 1024)} MiB more`);
		assert.ok(longest < HEALTH_MS, `the node's health took ${longest} ms`);
		assert.ok(growth < GROWTH_BYTES, `${growth} bytes more`);
	} finally {
		// The next flood finds the node to itself.
		end.now = true;
		clearInterval(gauge);
		closeAll();
	}
}

/** So many clients, each of whom keeps so many questions under way until the flood ends. */
async function hogs(clients, window, end, ask) {
	let answers = 0;
	const one = async (client) => {
		while (!end.now) {
			await ask(client);
			answers += 1;
		}
	};
	const all = [];
	for (let i = 0; i < clients; i++) {
		const client = (await connect()).listen();
		for (let j = 0; j < window; j++) all.push(one(client));
	}
	await Promise.all(all);
	assert.ok(answers > 0);
	return answers;
}

test("a specification with a checkpoint is made once, and nobody waits for it", async () => {
	await during("genSyncSpec", async () => {
		const clients = await Promise.all(Array.from({ length: 6 }, connect));
		const specs = await Promise.all(
			clients.map((client) => client.listen().ask("sync_state_genSyncSpec", true)),
		);
		for (const spec of specs) {
			assert.equal(spec.id, "census_development");
			assert.ok(spec.genesis.raw.top["0x3a636f6465"].length > 100_000);
			for (const part of ["finalizedBlockHeader", "babeEpochChanges", "grandpaAuthoritySet"]) {
				assert.match(spec.lightSyncState[part], /^0x[0-9a-f]+$/);
			}
			assert.equal(typeof spec.lightSyncState.babeFinalizedBlockWeight, "number");
		}
		// By now it is known.
		const begun = Date.now();
		const [raw, written] = await Promise.all([
			clients[0].ask("sync_state_genSyncSpec", true),
			clients[1].ask("sync_state_genSyncSpec", false),
		]);
		console.log(`known: ${Date.now() - begun} ms`);
		assert.equal(written.genesis.raw, undefined);
		assert.deepEqual(Object.keys(written).sort(), Object.keys(raw).sort());
		const twice = Date.now();
		await clients[0].ask("sync_state_genSyncSpec", true);
		const took = Date.now() - twice;
		assert.ok(took < KNOWN_MS, `what was known took ${took} ms`);
		// A node starts from it: it is what any other specification is.
		const file = path.join(temporaryDirectory(), "spec.json");
		fs.writeFileSync(file, JSON.stringify(raw));
		const read = execFileSync(binary(), ["export-chain-spec", `--chain=${file}`, "--raw"], {
			maxBuffer: 64 * 1024 * 1024,
			stdio: ["ignore", "pipe", "ignore"],
		});
		assert.deepEqual(JSON.parse(read).genesis, raw.genesis);
		assert.deepEqual(JSON.parse(read).lightSyncState, raw.lightSyncState);
	});
});

test("whoever reads no answers is owed few of them, and ended", async () => {
	let deaf;
	await during("deaf", async () => {
		deaf = await Promise.all(Array.from({ length: FLOODERS }, connect));
		const flood = Buffer.concat(Array(200).fill(request("rpc.discover")));
		for (const client of deaf) client.write(flood);
		const deadline = Date.now() + END_MS;
		while (deaf.some((client) => !client.ended)) {
			assert.ok(Date.now() < deadline, "whoever reads nothing is not ended");
			// A socket that is not read does not tell that it was ended, until it is.
			for (const client of deaf) client.write(request("system_health"));
			await setTimeout(1_000);
		}
	});
});

test("calls of the runtime leave the machine to others", async () => {
	await during("state_call", (end) =>
		hogs(30, 8, end, (client) => client.ask("state_call", "Metadata_metadata", "0x")),
	);
});

test("so do those that are answered before they are worked on", async () => {
	await during("chainHead", async (end) => {
		const one = async () => {
			const client = (await connect()).listen();
			const waiting = new Map();
			let follow;
			let best;
			let initialised;
			const ready = new Promise((resolve) => (initialised = resolve));
			client.onNotification = (_method, { result }) => {
				if (result.event === "initialized") {
					best = result.finalizedBlockHashes.at(-1);
					initialised();
				}
				if (result.operationId !== undefined) waiting.get(result.operationId)?.(result.event);
				if (result.event === "stop") initialised();
			};
			follow = await client.ask("chainHead_v1_follow", true);
			await ready;
			let done = 0;
			while (!end.now) {
				const started = await Promise.all(
					Array.from({ length: 16 }, () =>
						client.ask("chainHead_v1_call", follow, best, "Metadata_metadata", "0x"),
					),
				).catch(() => []);
				const ids = started.filter(({ result }) => result === "started").map((s) => s.operationId);
				// The block is let go of in the end: then there is nothing more to ask.
				if (ids.length === 0) break;
				const ends = ids.map((id) => new Promise((resolve) => waiting.set(id, resolve)));
				await Promise.race([Promise.all(ends), setTimeout(5_000, null, { ref: false })]);
				done += ids.length;
			}
			return done;
		};
		const done = await Promise.all(Array.from({ length: 10 }, one));
		assert.ok(done.every((count) => count > 0));
	});
});

test("so do those whose answers are not read", async () => {
	await during("chainHead, deaf", async () => {
		const clients = await Promise.all(Array.from({ length: 10 }, connect));
		for (const client of clients) {
			// What it would be told by is unknown to it; it knows what the node knows of its block.
			for (let i = 0; i < 4; i++) client.write(request("chainHead_v1_follow", [true]));
			for (let i = 0; i < 64; i++) client.write(request("state_getMetadata"));
		}
		await setTimeout(5_000);
	});
});

test("proofs of finality are short", async () => {
	// Where no set of validators has followed another, there is nothing to prove by: that is answered too.
	const asked = (client) =>
		client.ask("grandpa_proveFinality", 1).catch((error) => {
			assert.equal(error.code, 4, error.message);
			return "0x00";
		});
	await during("proveFinality", (end) => hogs(10, 8, end, asked));
	const client = (await connect()).listen();
	const proof = Buffer.from((await asked(client)).slice(2), "hex");
	// A hash, a justification, and no headers: the length of an empty list.
	assert.equal(proof.at(-1), 0);
	closeAll();
});

test("whoever follows the log gets every leaf, whatever others follow", async () => {
	await during("subscribeLeaves", async () => {
		const [first, much, more, last] = await Promise.all(Array.from({ length: 4 }, connect));
		const leaves = new Map();
		const subscribe = async (client, count, ...params) => {
			client.listen();
			client.onNotification = (method, { subscription, result, error }) => {
				if (method !== "anchors_leaf") return;
				assert.equal(error, undefined, "a subscription was ended");
				const told = leaves.get(subscription) ?? [];
				leaves.set(subscription, [...told, result.index]);
			};
			const subscriptions = [];
			for (let i = 0; i < count; i++) {
				subscriptions.push(client.ask("anchors_subscribeLeaves", ...params));
			}
			return Promise.all(subscriptions);
		};
		const followers = (
			await Promise.all([
				subscribe(first, 1),
				subscribe(much, 1_000),
				subscribe(more, 1_000),
			])
		).flat();
		followers.push(...(await subscribe(last, 1)));
		const anchors = [];
		for (let i = 0; i < 4; i++) anchors.push(await anchor(chain, alice, Buffer.from(`leaf ${i}`)));
		// Receipts are made meanwhile.
		assert.ok((await receipt(chain, anchors[0])).length > 0);
		const deadline = Date.now() + END_MS;
		const all = () => followers.every((id) => anchors.every((index) => leaves.get(id)?.includes(index)));
		while (!all()) {
			assert.ok(Date.now() < deadline, "some leaves were not told");
			await setTimeout(200);
		}
		// In order, and each once.
		for (const id of followers) {
			const told = leaves.get(id);
			assert.deepEqual(told, Array.from({ length: told.length }, (_, i) => told[0] + i));
		}
	});
});

test("what would gather the whole state is left out, and nothing else", async () => {
	const client = (await connect()).listen();
	const { methods } = await client.ask("rpc_methods");
	for (const method of ["state_getKeys", "childstate_getKeys"]) {
		assert.ok(!methods.includes(method));
		await assert.rejects(client.ask(method, "0x"), { code: -32601 });
	}
	for (const method of ["state_getKeysPaged", "grandpa_proveFinality", "sync_state_genSyncSpec"]) {
		assert.ok(methods.includes(method));
	}
	closeAll();
});

test("a port that is taken is an error in words", () => {
	const { port } = new URL(chain.node.url);
	const { status, stderr } = spawnSync(binary(), ["--dev", "--tmp", `--rpc-port=${port}`], {
		timeout: BLOCKS_MS,
		encoding: "utf8",
	});
	assert.equal(status, 1, stderr);
	assert.match(stderr, new RegExp(`port ${port} is taken`));
	assert.match(stderr, /--rpc-port/);
});
