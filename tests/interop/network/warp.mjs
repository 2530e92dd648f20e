// A node that starts by warp sync, long after an anchor was made and when other validators have taken
// over: it gives the anchor's receipt with all handovers since genesis, which it was shown on the way.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, test } from "node:test";
import { u8aToHex } from "@polkadot/util";
import * as anchors from "@census/sdk/anchors";
import { proves, verifyReceipt } from "@census/sdk/receipt";
import { alice, startChain } from "../support/chain.mjs";
import { addressOf, until } from "../support/network.mjs";
import { startNode, temporaryDirectory } from "../support/node.mjs";

const started = [];
after(() => Promise.all(started.map((node) => node.stop())));

/** Asks a node over HTTP: one without genesis's state is nothing that stock clients connect to. */
async function ask({ url }, method, ...params) {
	const answer = await fetch(url.replace("ws:", "http:"), {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
	});
	const { result, error } = await answer.json();
	if (error) throw Object.assign(new Error(error.message), error);
	return result;
}

/** How long two sessions may take, of two minutes each, on a machine that has much else to do. */
const SESSIONS_MS = 1_200_000;

const network = ["--in-peers=8", "--out-peers=8", "--no-prometheus"];

/** A node that is no authority and knows these peers. */
async function beside(peers, key, { options = [], directory } = {}) {
	const asked = (peer) => ({ ask: (method) => ask(peer, method) });
	const addresses = await Promise.all(peers.map((peer) => addressOf(asked(peer))));
	const reserved = addresses.map((address) => `--reserved-nodes=${address}`);
	const node = await startNode({ directory, options, role: [], network: [...network, ...reserved], key });
	started.push(node);
	return node;
}

const finalNumber = async (node) => {
	const { number } = await ask(node, "chain_getHeader", await ask(node, "chain_getFinalizedHead"));
	return Number(number);
};

test("a node that warp synced gives receipts since genesis", async () => {
	const chain = await startChain({ network });
	const author = chain.node;
	started.push(author);
	const trust = await anchors.trustOf(chain);
	assert.equal(trust.sets[0].id, 0);
	const bytes = Buffer.from("something that is older than the node that proves it");
	const anchor = await anchors.anchor(chain, alice, bytes);
	// Three sessions after the keys were changed another set of validators finalises.
	const { keys, proof } = await chain.ask("author_rotateKeysWithOwner", u8aToHex(alice.publicKey));
	assert.equal((await chain.send(alice, chain.tx.validators.setKeys(keys, proof))).error, null);
	// A node asks three peers before it warps.
	const peers = [author, await beside([author], 2), await beside([author], 3)];
	const handovers = (receipt) => receipt !== null && JSON.parse(receipt).handovers.length;
	const handedOver = async () => handovers(await ask(author, "anchors_receipt", anchor)) === 1;
	await until("a handover", handedOver, SESSIONS_MS);
	// The new set has finalised something that is no handover.
	const height = (await finalNumber(author)) + 3;
	for (const peer of peers) await until("the same chain", async () => (await finalNumber(peer)) >= height);

	const directory = temporaryDirectory();
	let late = await beside(peers, 4, { options: ["--sync=warp"], directory });
	const synced = async () => (await finalNumber(late)) >= height;
	await until("a warp sync", synced);
	assert.match(fs.readFileSync(late.log, "utf8"), /Warp sync is complete/);
	const check = async (when) => {
		const text = await until("a receipt", () => ask(late, "anchors_receipt", anchor));
		assert.equal(handovers(text), 1, when);
		const verdict = verifyReceipt(text, trust);
		assert.ok(proves(verdict, bytes));
		assert.deepEqual([verdict.finalisedBy, verdict.basis], [1, 0]);
		assert.equal(handovers(await ask(late, "anchors_receipt", anchor, 1)), 0);
		assert.equal(await ask(late, "anchors_receipt", anchor, 2), null);
	};
	await check("at once");
	await late.stop();
	late = await beside(peers, 4, { options: ["--sync=warp"], directory });
	await check("after a restart");
});
