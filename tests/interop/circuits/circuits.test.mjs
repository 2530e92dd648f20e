// Circuits of others on the chain: keys and proofs as snarkjs writes them, of packages that have
// nothing to do with this project (`vectors.json` names them, and says how each proof was
// made).

import { compactToU8a, hexToU8a, stringToU8a, u8aConcat } from "@polkadot/util";
import { blake2AsHex } from "@polkadot/util-crypto";
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import * as snarkjs from "snarkjs";
import { eventOf, snarkjsWords, word } from "@census/sdk/chain";
import { alice, bob, startChain } from "../support/chain.mjs";
import { r } from "../support/points.mjs";

const VERIFIER = 1;
const PROGRAM = `0x${"11".repeat(32)}`;
const TRANSCRIPT = `0x${"22".repeat(32)}`;
/** Why a proof is refused that is well formed. */
const PROOF_INVALID = { verifier: "proofInvalid" };

const vectors = JSON.parse(fs.readFileSync(new URL("vectors.json", import.meta.url)));
const byName = (part) => vectors.find((vector) => vector.package.includes(part));

let chain;
before(async () => {
	chain = await startChain();
});
after(async () => {
	// snarkjs keeps its threads.
	await globalThis.curve_bn128?.terminate();
	await chain?.stop();
});

const vector = (items) => u8aConcat(compactToU8a(items.length), ...items);
const bytes = (data) => u8aConcat(compactToU8a(data.length), data);

/** The id of a circuit, computed apart from the chain. */
function circuitId(key, names) {
	const definition = [
		bytes(hexToU8a(key)),
		new Uint8Array([VERIFIER, 0, 0, 0]),
		vector(names.map((name) => bytes(stringToU8a(name)))),
		hexToU8a(PROGRAM),
		hexToU8a(TRANSCRIPT),
	];
	return blake2AsHex(u8aConcat(stringToU8a("census/circuit/1"), ...definition));
}

/** The hash of a statement, computed apart from the chain. */
function statementHash(circuit, signals) {
	const inputs = vector(signals.map((signal) => hexToU8a(word(signal))));
	return blake2AsHex(u8aConcat(stringToU8a("census/statement/1"), hexToU8a(circuit), inputs));
}

async function register({ verificationKey, names }) {
	const { key, inputs } = await chain.ask("circuits_encodedKey", verificationKey);
	assert.equal(inputs, names.length);
	return [
		circuitId(key, names),
		chain.tx.circuits.register(VERIFIER, key, names, PROGRAM, TRANSCRIPT),
	];
}

/** The call that submits a proof. */
const submit = ({ circuit, proof, publicSignals }) =>
	chain.tx.circuits.submitProof(circuit, publicSignals.map(word), snarkjsWords(proof));

/** The same, but for a signal that is another. */
function flawed(one, place = 0) {
	const publicSignals = [...one.publicSignals];
	publicSignals[place] = String((BigInt(publicSignals[place]) + 1n) % r);
	return { ...one, publicSignals };
}

test("circuits are registered from snarkjs' keys, and take proofs once they are active", async () => {
	const calls = [];
	for (const one of vectors) {
		const [id, call] = await register(one);
		one.circuit = id;
		calls.push(call);
	}
	const outcomes = await chain.sendAll(alice, calls);
	for (const [i, { circuit, proof, publicSignals }] of vectors.entries()) {
		assert.equal(eventOf(outcomes[i], "circuits.CircuitRegistered").circuit, circuit);
		const { refusal } = await chain.ask("circuits_verifyProof", circuit, proof, publicSignals);
		assert.equal(refusal.reason, "circuitNotActive");
	}
	const activate = vectors.map(({ circuit }) => chain.tx.circuits.activate(circuit));
	// Before they are active, and after.
	const [early] = await chain.sendAll(bob, [submit(vectors[0])]);
	assert.equal(early.error, "circuits.CircuitNotActive");
	for (const { error } of await chain.sendAll(alice, activate)) assert.equal(error, null);
});

for (const one of vectors) {
	test(`${one.package}: verified and recorded`, async () => {
		const { circuit, names, verificationKey, publicSignals, proof } = one;
		assert.ok(await snarkjs.groth16.verify(verificationKey, publicSignals, proof));
		const { status, inputs } = await chain.ask("circuits_circuit", circuit);
		assert.deepEqual([status, inputs], ["active", names]);

		// Whichever signal is changed, snarkjs and the chain refuse the proof.
		const verify = (signals) => chain.ask("circuits_verifyProof", circuit, proof, signals);
		for (const place of publicSignals.keys()) {
			const { publicSignals: wrong } = flawed(one, place);
			assert.ok(!(await snarkjs.groth16.verify(verificationKey, wrong, proof)));
			assert.deepEqual((await verify(wrong)).refusal.reason, PROOF_INVALID);
		}
		const statement = statementHash(circuit, publicSignals);
		assert.deepEqual(await verify(publicSignals), { accepted: true, refusal: null, statement });
		assert.equal(await chain.ask("circuits_statement", statement), null);

		const swapped = { ...proof, pi_a: proof.pi_c, pi_c: proof.pi_a };
		// A signal has one form.
		const [first, ...rest] = publicSignals;
		const second = [String(BigInt(first) + r), ...rest];
		const outcomes = await chain.sendAll(bob, [
			submit(flawed(one)),
			submit({ ...one, proof: swapped }),
			submit({ ...one, publicSignals: second }),
			submit(one),
			submit(one),
		]);
		assert.deepEqual(
			outcomes.map(({ error }) => error),
			[
				"circuits.ProofInvalid",
				"circuits.ProofInvalid",
				"circuits.InputNotInField",
				null,
				"circuits.StatementRecorded",
			],
		);
		assert.equal(eventOf(outcomes[3], "circuits.StatementProven").statement, statement);
		assert.equal((await chain.ask("circuits_statement", statement)).circuit, circuit);
	});
}

test("a circuit without public signals has one statement", async () => {
	const silent = JSON.parse(fs.readFileSync(new URL("silent.json", import.meta.url)));
	const { verificationKey, publicSignals, proof } = silent;
	assert.ok(await snarkjs.groth16.verify(verificationKey, publicSignals, proof));
	const [circuit, call] = await register(silent);
	const calls = [call, chain.tx.circuits.activate(circuit)];
	for (const { error } of await chain.sendAll(alice, calls)) assert.equal(error, null);
	const verify = (proof, signals) => chain.ask("circuits_verifyProof", circuit, proof, signals);
	const statement = statementHash(circuit, []);
	assert.deepEqual(await verify(proof, []), { accepted: true, refusal: null, statement });
	assert.equal((await verify(proof, ["0"])).refusal.reason, "inputCount");
	const swapped = { ...proof, pi_a: proof.pi_c, pi_c: proof.pi_a };
	assert.deepEqual((await verify(swapped, [])).refusal.reason, PROOF_INVALID);
	const done = await chain.send(bob, submit({ ...silent, circuit }));
	assert.equal(eventOf(done, "circuits.StatementProven").statement, statement);
});

test("a signal that a JavaScript client has bent is refused in words", async () => {
	const { circuit, proof } = byName("darkforest");
	// As they stand in a `public.json` whose numbers are no texts (iden3/snarkjs#380).
	const bent = [
		"27549996431251171061305577147178678807925181188326658003246492937374128957",
		"9007199254740993",
	];
	for (const number of bent) {
		const params = `["${circuit}",${JSON.stringify(proof)},[${number},1]]`;
		const { error } = await chain.post("circuits_verifyProof", params);
		assert.equal(error.code, -32602);
		assert.match(error.data, /write numbers above 9007199254740991 \(2\^53 - 1\) as strings/);
	}
	const last = `["${circuit}",${JSON.stringify(proof)},[9007199254740991,1]]`;
	const { result } = await chain.post("circuits_verifyProof", last);
	assert.deepEqual(result.refusal.reason, PROOF_INVALID);
});

test("keys of other tools, and of inputs that are not used, are refused in words", async () => {
	const { verificationKey } = byName("unirep");
	const { IC, ...rest } = verificationKey;
	const g1 = ["1", "2", "1"];
	const g2 = [["1", "2"], ["3", "4"], ["1", "0"]];
	// As snarkjs writes a key of PLONK, and ZoKrates one of Groth16.
	const selectors = { Qm: g1, Ql: g1, Qr: g1, Qo: g1, Qc: g1, S1: g1, S2: g1, S3: g1 };
	const plonk = { protocol: "plonk", curve: "bn128", nPublic: 1, power: 3, k1: "2", k2: "3" };
	const zokrates = { scheme: "g16", curve: "bn128", alpha: g1, beta: g2, gamma: g2, delta: g2 };
	for (const [key, words] of [
		[{ ...plonk, ...selectors, X_2: g2, w: "5" }, /the protocol is not groth16/],
		[{ ...zokrates, gamma_abc: [g1, g1] }, /this is not a verification key of snarkjs/],
		[{ ...rest, IC: [IC[0], IC[1], ["0", "1", "0"], IC[3]] }, /a point is the point at infinity/],
	]) {
		const { error } = await chain.post("circuits_encodedKey", JSON.stringify([key]));
		assert.equal(error.code, -32602);
		assert.match(error.data, words);
	}
});

test("a batch tells of each proof what became of it", async () => {
	const one = byName("rln");
	// The same key under other names: another circuit.
	const names = one.names.map((name) => `${name}'`);
	const [circuit, call] = await register({ ...one, names });
	const calls = [call, chain.tx.circuits.activate(circuit)];
	for (const { error } of await chain.sendAll(alice, calls)) assert.equal(error, null);
	const claims = [flawed(one), one, one, flawed(one, 3)].map(({ publicSignals, proof }) => ({
		inputs: publicSignals.map(word),
		proof: snarkjsWords(proof),
	}));
	const outcome = await chain.send(bob, chain.tx.circuits.submitProofs(circuit, claims));
	const { statement } = eventOf(outcome, "circuits.StatementProven");
	assert.equal(statement, statementHash(circuit, one.publicSignals));
	const refusals = outcome.events
		.filter(({ name }) => name === "circuits.ProofRefused")
		.map(({ data }) => [data.index, data.refusal]);
	assert.deepEqual(refusals, [
		[0, { proof: { verifier: "ProofInvalid" } }],
		[2, { statementRecorded: null }],
		[3, { proof: { verifier: "ProofInvalid" } }],
	]);
});

test("a proof under another circuit's key proves nothing", async () => {
	const [whitelist, rln] = [byName("darkforest"), byName("rln")];
	const verify = (proof, signals) =>
		chain.ask("circuits_verifyProof", whitelist.circuit, proof, signals);
	assert.equal((await verify(rln.proof, rln.publicSignals)).refusal.reason, "inputCount");
	const { refusal } = await verify(rln.proof, whitelist.publicSignals);
	assert.deepEqual(refusal.reason, PROOF_INVALID);
});

test("keys that are no keys are refused", async () => {
	const { verificationKey, names } = byName("unirep");
	const off = [...verificationKey.vk_alpha_1];
	off[1] = String(BigInt(off[1]) + 1n);
	/** With the halves of its first coordinates in the other order. */
	const swapped = (point, count) =>
		point.map(([c0, c1], place) => (place < count ? [c1, c0] : [c0, c1]));
	const { vk_beta_2: beta, vk_gamma_2: gamma, IC: ic } = verificationKey;
	const changes = [
		{ vk_alpha_1: off },
		{ vk_beta_2: swapped(beta, 1), vk_gamma_2: swapped(gamma, 1) },
		{ vk_beta_2: swapped(beta, 2), vk_gamma_2: swapped(gamma, 2) },
		// What a set-up leaves to whose second phase nobody contributed, or to whose first: anyone
		// forges proofs.
		{ vk_delta_2: gamma },
		{ vk_beta_2: gamma },
		// One proof of many statements.
		{ IC: [ic[0], ic[1], ic[1], ic[3]] },
	];
	const calls = [];
	for (const change of changes) {
		const [, call] = await register({ verificationKey: { ...verificationKey, ...change }, names });
		calls.push(call);
	}
	const errors = (await chain.sendAll(alice, calls)).map(({ error }) => error);
	const [offCurve, forgeable] = ["circuits.KeyPointNotOnCurve", "circuits.KeyForgeable"];
	assert.deepEqual(errors, [offCurve, offCurve, offCurve, forgeable, forgeable, forgeable]);
});

test("a key that governance bars verifies nothing, under any name", async () => {
	const one = byName("darkforest");
	const { circuit, names, verificationKey, proof, publicSignals } = one;
	const { key } = await chain.ask("circuits_encodedKey", verificationKey);
	const { keyHash } = await chain.ask("circuits_circuit", circuit);
	assert.equal(keyHash, blake2AsHex(hexToU8a(key)));
	const statement = statementHash(circuit, publicSignals);
	assert.equal((await chain.ask("circuits_statement", statement)).revoked, false);

	const revoke = chain.tx.circuits.revoke(keyHash);
	const revoked = await chain.send(alice, chain.tx.sudo.sudo(revoke));
	assert.ok(eventOf(revoked, "circuits.KeyRevoked"));
	assert.equal((await chain.ask("circuits_circuit", circuit)).status, "revoked");
	const { refusal } = await chain.ask("circuits_verifyProof", circuit, proof, publicSignals);
	assert.equal(refusal.reason, "circuitNotActive");
	assert.equal((await chain.ask("circuits_statement", statement)).revoked, true);

	const renamed = names.map((name) => `${name}'`);
	const [, again] = await register({ verificationKey, names: renamed });
	assert.equal((await chain.send(alice, again)).error, "circuits.KeyRevoked");
});
