// Several nodes of one chain, on this machine: what one tells another, and what the other does with it.

import assert from "node:assert/strict";
import fs from "node:fs";
import net from "node:net";
import { execFileSync } from "node:child_process";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Keyring } from "@polkadot/keyring";
import { alice, bob, proofWords, startChain, word } from "./chain.mjs";
import { binary, temporaryDirectory } from "./node.mjs";
import { Issuer, Persons, TEST_SECRET } from "./persons.mjs";
import { endProver, Identity } from "./prove.mjs";

/** How long a peer may take to hear of something: generous, for the machine is loaded. */
const PATIENCE_MS = 120_000;
/** How much longer what must not come is waited for, after something else has come the same way. */
const GRACE_MS = 3_000;

const vectors = JSON.parse(
	fs.readFileSync(new URL("../vectors/semaphore-v4-proofs.json", import.meta.url)),
);
const started = [];
after(async () => {
	await endProver();
	await Promise.all(started.map((chain) => chain.stop()));
});

/** A port that is free now. */
async function freePort() {
	const server = net.createServer().listen(0, "127.0.0.1");
	await new Promise((resolve) => server.once("listening", resolve));
	const { port } = server.address();
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/** Where a node can be reached by others. */
async function addressOf(chain) {
	const addresses = await chain.ask("system_localListenAddresses");
	return addresses.find((address) => address.startsWith("/ip4/127.0.0.1/"));
}

async function start(options) {
	const chain = await startChain(options);
	started.push(chain);
	return chain;
}

/** A node that speaks to `peer` and to nobody else; with a `role` it is the authority. */
async function beside(peer, key, { options = [], directory } = {}) {
	const port = await freePort();
	const reserved = `--reserved-nodes=${await addressOf(peer)}`;
	const network = ["--in-peers=0", "--out-peers=0", reserved, `--prometheus-port=${port}`];
	const chain = await start({ directory, options, role: [], network, key });
	return Object.assign(chain, { metricsPort: port });
}

/** Waits until `question` has an answer. */
async function until(what, question) {
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		const answer = await question();
		if (answer) return answer;
		assert.ok(Date.now() < deadline, `it has not come about: ${what}`);
		await setTimeout(250);
	}
}

const pending = (chain) => chain.ask("author_pendingExtrinsics");

test("what nobody pays for passes the door of the network as that of RPC", async () => {
	// No authority: what is sent waits.
	const network = ["--in-peers=8", "--out-peers=0", "--no-prometheus"];
	const first = await start({ role: [], network });
	const open = await beside(first, 2);
	const closed = await beside(first, 3, { options: ["--unpaid-per-second=0"] });
	await until("two peers", async () => (await first.ask("system_health")).peers === 2);

	const persons = new Persons(first);
	const genesis = first.api.genesisHash.toHex();
	const keys = [["sr25519", "//Charlie"], ["ed25519", "//Dave"]];
	const identity = new Identity("Ada");
	const tickets = keys.map(([type, uri], number) => {
		const issuer = new Issuer(new Keyring({ type }).addFromUri(uri), number, genesis, TEST_SECRET);
		return issuer.ticket("Enrol", identity.commitment, "Ada", { notAfter: 1_000, validFor: 1_000 });
	});
	const enrolment = first.unsigned(await persons.enrol(identity, tickets));
	await first.ask("author_submitExtrinsic", enrolment);
	await until("an enrolment", async () => (await pending(open)).length === 1);
	// Something paid for, which no door holds up, shows that the other one hears too.
	const transfer = first.tx.balances.transferKeepAlive(bob.address, 1);
	const signed = await transfer.signAsync(alice, { nonce: 0, era: 0 });
	await first.ask("author_submitExtrinsic", signed.toHex());
	await until("a transfer", async () => (await pending(closed)).includes(signed.toHex()));
	await setTimeout(GRACE_MS);
	assert.deepEqual(await pending(closed), [signed.toHex()]);
	assert.equal((await pending(open)).length, 2);
});

/** A node's figure. */
async function figure(chain, name) {
	const answer = await fetch(`http://127.0.0.1:${chain.metricsPort}/metrics`);
	const line = (await answer.text()).match(new RegExp(`^census_proofs_${name}(?:\\{.*\\})? (\\d+)$`, "m"));
	return Number(line[1]);
}

/** Whether a node has another one's best block. */
async function follows(chain, other) {
	const height = await other.height();
	const hash = await other.hashOf(height);
	return (await chain.height()) >= height && (await chain.hashOf(height)) === hash;
}

test("a peer verifies a block's proofs together, unless it is told not to; and syncs again what it has reverted", async () => {
	// Without finality, so that blocks can be reverted.
	const network = ["--in-peers=8", "--out-peers=0", "--no-prometheus"];
	const author = await start({ options: ["--no-grandpa"], network });
	const directory = temporaryDirectory();
	let peer = await beside(author, 2, { options: ["--no-grandpa"], directory });
	const plain = await beside(author, 3, { options: ["--no-grandpa", "--proof-layers=none"] });

	const { members } = vectors[0];
	const { tx } = author;
	await author.send(alice, tx.groups.createGroup(null, false));
	await author.send(alice, tx.groups.addMembers(0, members.map(word)));
	const batch = Array(8).fill(proofWords(vectors[0].proof));
	const outcome = await author.send(bob, tx.groups.validateProofs(0, batch));
	assert.equal(outcome.events.filter(({ name }) => name === "groups.ProofValidated").length, 1);
	for (const chain of [peer, plain]) {
		await until("the block", async () => (await chain.height()) >= outcome.number);
	}
	await until("a batch", async () => (await figure(peer, "batched_proofs")) > 0);
	assert.ok((await figure(peer, "accept_hits")) > 0, "the execution verified again");
	assert.equal(await figure(plain, "accept_hits"), 0);

	// Past the block that begins BABE's second epoch, about which most is noted.
	const { epochDuration } = author.api.consts.babe;
	await author.reach(epochDuration.toNumber() + 4);
	await until("the same chain", () => follows(peer, author));
	const reverted = (await peer.height()) - epochDuration.toNumber() + 4;
	await peer.stop();
	const command = ["revert", "--chain=dev", `--base-path=${directory}`, String(reverted)];
	execFileSync(binary(), command, { stdio: "ignore" });
	peer = await beside(author, 2, { options: ["--no-grandpa"], directory });
	assert.ok((await peer.height()) < epochDuration.toNumber(), "nothing was reverted");
	await until("the same chain again", () => follows(peer, author));
});
