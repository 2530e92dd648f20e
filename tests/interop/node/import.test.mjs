// A node's blocks imported by others, each with another choice of what saves work at verification:
// all come to the same chain, the proofs that hold and those that do not included.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { proofWords, snarkjsWords, word } from "@census/sdk/chain";
import { alice, bob, startChain } from "../support/chain.mjs";
import { binary, temporaryDirectory } from "../support/node.mjs";

const CHOICES = ["none", "keys", "accepts", "batches", "keys,accepts", "keys,accepts,batches"];

const read = (file) => JSON.parse(fs.readFileSync(new URL(file, import.meta.url)));
const vectors = read("../../vectors/semaphore-v4-proofs.json").slice(0, 12);
const circuits = read("../circuits/vectors.json");

let chain;
after(() => chain?.stop());

/** Runs one of the node's commands over a directory. */
function run(command, directory, ...more) {
	const options = ["--chain=dev", `--base-path=${directory}`];
	const stdio = ["ignore", "pipe", "pipe"];
	return execFileSync(binary(), [command, ...options, ...more], { encoding: "utf8", stdio });
}

const wrong = (proof) => ({ ...proof, message: String(BigInt(proof.message) ^ 1n) });

test("blocks are imported to the same states whatever saves work at verification", async () => {
	const directory = temporaryDirectory();
	chain = await startChain({ directory });
	const { tx } = chain;

	// A group for each proof, and three circuits.
	const calls = vectors.flatMap(({ members }, group) => [
		tx.groups.createGroup(null, false),
		tx.groups.addMembers(group, members.map(word)),
	]);
	const ids = [];
	for (const { verificationKey, names } of circuits) {
		const { key } = await chain.ask("circuits_encodedKey", verificationKey);
		const hash = `0x${"11".repeat(32)}`;
		calls.push(tx.circuits.register(1, key, names, hash, hash));
	}
	const opened = await chain.send(alice, tx.utility.batchAll(calls));
	assert.equal(opened.error, null);
	for (const { name, data } of opened.events) {
		if (name === "circuits.CircuitRegistered") ids.push(data.circuit);
	}
	await chain.sendAll(alice, ids.map((id) => tx.circuits.activate(id)));

	// Proofs that hold and proofs that do not, by themselves and in both kinds of batches.
	const validate = (group, proof) => tx.groups.validateProof(group, proofWords(proof));
	const sent = vectors.flatMap(({ proof }, group) => {
		if (group % 3 === 0) return [validate(group, wrong(proof)), validate(group, proof)];
		if (group % 3 === 1) return [validate(group, proof), validate(group, proof)];
		const batch = [wrong(proof), proof, proof, wrong(proof)].map(proofWords);
		return [tx.groups.validateProofs(group, batch)];
	});
	for (const [i, { publicSignals, proof }] of circuits.entries()) {
		const inputs = publicSignals.map(word);
		const other = inputs.with(0, word(1));
		const claim = (inputs) => ({ inputs, proof: snarkjsWords(proof) });
		sent.push(tx.circuits.submitProof(ids[i], other, snarkjsWords(proof)));
		sent.push(tx.circuits.submitProofs(ids[i], [other, inputs, inputs].map(claim)));
	}
	const outcomes = await chain.sendAll(bob, sent, { finalised: true });
	const told = (name) => outcomes.flatMap(({ events }) => events).filter((event) => event.name === name);
	assert.equal(told("groups.ProofValidated").length, vectors.length);
	assert.equal(told("groups.ProofRefused").length, 3 * Math.floor(vectors.length / 3));
	assert.equal(told("circuits.StatementProven").length, circuits.length);
	assert.equal(told("circuits.ProofRefused").length, 2 * circuits.length);
	assert.ok(outcomes.some(({ error }) => error === "groups.ProofInvalid"));

	const last = Math.max(...outcomes.map(({ number }) => number));
	const hash = await chain.hashOf(last);
	await chain.stop();
	const blocks = path.join(directory, "blocks");
	run("export-blocks", directory, "--binary", `--to=${last}`, blocks);
	for (const layers of CHOICES) {
		const other = temporaryDirectory();
		run("import-blocks", other, "--binary", `--proof-accelerators=${layers}`, blocks);
		assert.ok(run("chain-info", other).includes(hash), `${layers}: another chain`);
	}
});
