// Several nodes of one chain, on this machine: what one tells another, and what the other does with it.

import assert from "node:assert/strict";
import fs from "node:fs";
import { execFileSync } from "node:child_process";
import { after, afterEach, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { proofWords, word } from "@census/sdk/chain";
import { Persons } from "@census/sdk/persons";
import { endProver, Identity } from "@census/sdk/prove";
import { alice, bob } from "../support/chain.mjs";
import { figure, Network, pending, until } from "../support/network.mjs";
import { binary, temporaryDirectory } from "../support/node.mjs";
import { genesisIssuers } from "../support/persons.mjs";

/** How much longer what must not come is waited for, after something else has come the same way. */
const GRACE_MS = 3_000;

const vectors = JSON.parse(
	fs.readFileSync(new URL("../../vectors/semaphore-v4-proofs.json", import.meta.url)),
);
const network = new Network();
// Before the next test has nodes of its own.
afterEach(() => network.stop());
after(endProver);

test("what nobody pays for passes the door of the network as that of RPC", async () => {
	// No authority: what is sent waits.
	const first = await network.start({ role: [] });
	const open = await network.beside(first, 2);
	const closed = await network.beside(first, 3, { options: ["--unpaid-per-second=0"] });
	await until("two peers", async () => (await first.ask("system_health")).peers === 2);

	const persons = new Persons(first);
	const identity = new Identity("Ada");
	const options = { notAfter: 1_000, validFor: 1_000 };
	const tickets = genesisIssuers(first).map((issuer) =>
		issuer.ticket("Enrol", identity.commitment, "Ada", options),
	);
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

test("a node verifies the proofs that wait in its pool, and no more of whom one was false", async () => {
	// No authority: whatever is known was verified before there is a block.
	const node = await network.start({ role: [] });
	const known = () => figure(node, "census_proofs_accepts");
	const nonces = new Map();
	const send = async (sender, { proof }) => {
		const nonce = nonces.get(sender) ?? 0;
		nonces.set(sender, nonce + 1);
		const call = node.tx.groups.validateProof(0, proofWords(proof));
		const signed = await call.signAsync(sender, { nonce, era: 0 });
		await node.ask("author_submitExtrinsic", signed.toHex());
	};
	const [one, other, third] = vectors;
	await send(bob, one);
	await until("a proof that is known", async () => (await known()) === 1);

	const forged = { proof: { ...other.proof, message: "1" } };
	await send(alice, forged);
	await setTimeout(GRACE_MS);
	await send(alice, other);
	// Others are looked at as before. The figure is brought up to date every five seconds.
	await send(bob, third);
	await until("another proof that is known", async () => (await known()) === 2);
	await setTimeout(GRACE_MS + 5_000);
	assert.equal(await known(), 2);
	assert.equal((await pending(node)).length, 4);
	assert.equal(await node.height(), 0);
});

/** Whether a node has another one's best block. */
async function follows(chain, other) {
	const height = await other.height();
	const hash = await other.hashOf(height);
	return (await chain.height()) >= height && (await chain.hashOf(height)) === hash;
}

test("a peer verifies a block's proofs together, unless it is told not to; and syncs again what it has reverted", async () => {
	// Without finality, so that blocks can be reverted.
	const author = await network.start({ options: ["--no-grandpa"] });
	const directory = temporaryDirectory();
	let peer = await network.beside(author, 2, { options: ["--no-grandpa"], directory });
	const plain = await network.beside(author, 3, { options: ["--no-grandpa", "--proof-accelerators=none"] });

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
	await until("a batch", async () => (await figure(peer, "census_proofs_batch_size_sum")) > 0);
	// Counters are brought up to date every five seconds. That none is ever told says: it verified again.
	await until("a proof that was known", async () => (await figure(peer, "census_proofs_accept_hits_total")) > 0);
	assert.equal(await figure(plain, "census_proofs_accept_hits_total"), 0);

	// Past the block that begins BABE's second epoch, about which most is noted.
	const { epochDuration } = author.api.consts.babe;
	await author.reach(epochDuration.toNumber() + 4);
	await until("the same chain", () => follows(peer, author));
	const reverted = (await peer.height()) - epochDuration.toNumber() + 4;
	await peer.stop();
	const command = ["revert", "--chain=dev", `--base-path=${directory}`, String(reverted)];
	execFileSync(binary(), command, { stdio: "ignore" });
	// Asked before it starts: it syncs at once.
	const info = ["chain-info", "--chain=dev", `--base-path=${directory}`];
	const { best_number: best } = JSON.parse(execFileSync(binary(), info, { encoding: "utf8" }));
	assert.ok(best < epochDuration.toNumber(), "nothing was reverted");
	peer = await network.beside(author, 2, { options: ["--no-grandpa"], directory });
	await until("the same chain again", () => follows(peer, author));
});
