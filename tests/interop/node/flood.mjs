// Floods of the node's pool. One of false proofs: whoever pays gets into blocks as ever, and who has a
// sound proof gets in when it is his turn. What is flooded with is well formed and right in every word,
// so that nothing but the check of its proof tells it from a sound one. And one of transactions that
// are paid for: what persons do for free gets in as ever.
// It takes the whole machine: it runs by itself, behind the other tests.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { WsProvider } from "@polkadot/api";
import { Keyring } from "@polkadot/keyring";
import { eventOf, word } from "@census/sdk/chain";
import { Persons } from "@census/sdk/persons";
import { endProver, Identity } from "@census/sdk/prove";
import { alice, bob, startChain } from "../support/chain.mjs";
import { genesisIssuers } from "../support/persons.mjs";
import { outsideSubgroup, rerandomised } from "../support/points.mjs";

/** The flood: so many connections, each with so many requests on their way at a time. */
const CONNECTIONS = 4;
const WINDOW = 32;
/** What the node lets in of each kind that nobody pays for: a quarter of `--unpaid-per-second`, and twice
 * that at once. */
const PER_SECOND = 100;
const BURST = 2 * PER_SECOND;
const SLOT_SECONDS = 6;
/**
 * Alice's transfers during a flood, one after the other, and the most blocks that each waits: one or two,
 * more where a machine that has much else to do has no time to put all into a block that is ready. A flood
 * lasts until they are in: what keeps them out keeps them out for ever.
 */
const TRANSFERS = 3;
const PATIENCE_BLOCKS = 12;
/** Of how many slots one has a block at least. An author whose machine is too slow misses some. */
const SLOTS_A_BLOCK = 4;
/** For how long a flood has begun before the honest come. */
const HEAD_START_MS = 2_000;
/** Payers who together queue for several blocks, with so many transfers each. */
const PAYERS = 240;
const BATCH = 100;
/** The weight that payers may fill of a block, and 1 CEN. */
const NORMAL_SECONDS = 1.4;
const CEN = 1_000_000_000_000n;
/** How long a client tries, where a block may take a minute, and how long it waits in between. */
const PERSISTENCE_MS = 600_000;
const RETRY_MS = 50;
/** The node queues those who wait for a proof to be checked: who is honest comes to his turn. */
const MAX_TRIES = 3;

const NOT_NOW = 1016;
const INVALID = 1010;

let chain;
let persons;
let issuers;
const [ada, bertha, mallory] = ["Ada", "Bertha", "Mallory"].map((key) => new Identity(key));

before(async () => {
	chain = await startChain();
	persons = new Persons(chain);
	issuers = genesisIssuers(chain);
});
after(async () => {
	await endProver();
	await chain?.stop();
});

async function enrolment(identity, human) {
	const options = { notAfter: (await chain.height()) + 1_000, validFor: 100_000 };
	const tickets = issuers.map((issuer) =>
		issuer.ticket("Enrol", identity.commitment, human, options),
	);
	return persons.enrol(identity, tickets);
}

/** The points of a call's proof, in decimals. */
function pointsOf(call, argument) {
	return call.args[argument].points.map((point) => String(BigInt(point.toHex())));
}

/** The call with other points and another nullifier in its proof. */
function falsified(call, argument, points, nullifier) {
	const args = [...call.args];
	const { section, method } = chain.api.registry.findMetaCall(call.callIndex);
	args[argument] = { ...args[argument].toJSON(), points: points.map(word), nullifier };
	return chain.tx[section][method](...args);
}

/**
 * What says in words why the chain refuses falsified calls, and then makes ever new ones. `proven`
 * are the points of a sound proof of something else.
 */
async function forger(call, argument, proven) {
	const random = Array.from({ length: 8 }, () => BigInt(`0x${randomBytes(31).toString("hex")}`));
	const kinds = {
		proofInvalid: proven,
		pointNotInSubgroup: outsideSubgroup(proven),
		pointNotOnCurve: random,
	};
	const codes = new Set();
	const halves = [];
	const hole = word(`0x${randomBytes(31).toString("hex")}`);
	const points = [...Object.entries(kinds), ["proofInvalid", rerandomised(proven)]];
	for (const [reason, some] of points) {
		const forged = falsified(call, argument, some, hole);
		const { refusal } = await chain.ask("personhood_check", forged.method.toHex());
		assert.deepEqual(refusal.reason, { proof: { verifier: reason } });
		codes.add(refusal.code);
		const split = chain.unsigned(forged).split(hole.slice(2));
		assert.equal(split.length, 2);
		halves.push(split);
	}
	let made = 0;
	const next = () => {
		const [begin, end] = halves[made++ % halves.length];
		// Another nullifier each time: no answer that is remembered serves twice.
		return `${begin}00${randomBytes(31).toString("hex")}${end}`;
	};
	return { next, codes };
}

/** Sends what `next` makes over many connections, as fast as the node answers. */
async function flood(next) {
	const answers = new Map();
	let disconnected = 0;
	let stopped = false;
	const providers = Array.from({ length: CONNECTIONS }, () => new WsProvider(chain.node.url, false));
	for (const provider of providers) {
		await provider.connect();
		await provider.isReady;
		provider.on("disconnected", () => {
			if (!stopped) disconnected += 1;
		});
	}
	const send = async (provider) => {
		while (!stopped) {
			const answer = await provider.send("author_submitExtrinsic", [next()]).then(
				() => "accepted",
				({ code, data, message }) => (code === INVALID ? `${code} ${data}` : (code ?? message)),
			);
			answers.set(answer, (answers.get(answer) ?? 0) + 1);
		}
	};
	const began = performance.now();
	const senders = providers.flatMap((provider) => Array(WINDOW).fill(provider).map(send));
	return {
		/** Ends it; a second time it has ended. */
		async stop() {
			stopped = true;
			await Promise.all(senders);
			const seconds = (performance.now() - began) / 1_000;
			await Promise.all(providers.map((provider) => provider.disconnect()));
			return { answers, disconnected, seconds };
		},
	};
}

/** Sends what nobody signs until the node takes it, as a client does who was told that the queue is too long. */
async function insist(call) {
	const until = performance.now() + PERSISTENCE_MS;
	for (let tries = 1; ; tries += 1) {
		try {
			return { outcome: await chain.sendUnsigned(call), tries };
		} catch (error) {
			if (error.code !== NOT_NOW || performance.now() > until) throw error;
		}
		await setTimeout(RETRY_MS);
	}
}

/**
 * Floods the node, and meanwhile has alice pay for transfers and somebody send `honest`, which
 * nobody pays for. Resolves to the honest call's outcome.
 */
async function underFlood(t, { next, codes }, honest) {
	const flooding = await flood(next);
	t.after(() => flooding.stop());
	const start = await chain.height();
	// Until what the node takes at once is used up.
	await setTimeout(HEAD_START_MS);
	const unpaid = insist(honest);
	unpaid.catch(() => {});
	const waits = [];
	for (let i = 0; i < TRANSFERS; i += 1) {
		const sent = await chain.height();
		const transfer = chain.tx.balances.transferKeepAlive(bob.address, CEN);
		const outcome = await chain.send(alice, transfer);
		assert.equal(outcome.error, null);
		waits.push(outcome.number - sent);
	}
	const { outcome, tries } = await unpaid;
	const blocks = (await chain.height()) - start;
	const { answers, disconnected, seconds } = await flooding.stop();

	t.diagnostic(
		`${seconds.toFixed(0)} s, ${blocks} blocks; transfers waited ${waits.join(", ")} blocks; the ` +
			`honest one took ${tries} tries; the flood got ${JSON.stringify([...answers])}`,
	);
	assert.ok(waits.every((wait) => wait <= PATIENCE_BLOCKS), `transfers waited ${waits} blocks`);
	const slots = Math.floor(seconds / SLOT_SECONDS);
	assert.ok(blocks >= Math.floor(slots / SLOTS_A_BLOCK), `${blocks} blocks in ${slots} slots`);
	assert.equal(disconnected, 0);

	// Every answer is a refusal: for the proof, or after a wait in a queue that is too long.
	const atTheDoor = answers.get(NOT_NOW) ?? 0;
	const forTheProof = [...codes].map((code) => `${INVALID} Custom error: ${code}`);
	const known = new Set([NOT_NOW, ...forTheProof]);
	assert.deepEqual([...answers.keys()].filter((answer) => !known.has(answer)), []);
	assert.ok(tries <= MAX_TRIES, `the honest one tried ${tries} times`);
	const lookedInto = forTheProof.reduce((sum, answer) => sum + answers.get(answer), 0);
	assert.ok(lookedInto >= BURST / 2, `only ${lookedInto} were looked into`);
	assert.ok(lookedInto <= PER_SECOND * (seconds + 1) + BURST, `${lookedInto} were looked into`);
	assert.ok(atTheDoor + lookedInto >= 1_000, "this was no flood");
	return outcome;
}

let honestEnrolment;

test("a flood of false enrolments keeps out neither who pays nor who enrols", async (t) => {
	honestEnrolment = await enrolment(ada, "Ada");
	// Mallory's tickets are real, and so are all words of the proof but the nullifier.
	const hers = await enrolment(mallory, "Mallory");
	const forged = await forger(hers, 1, pointsOf(honestEnrolment, 1));
	const outcome = await underFlood(t, forged, honestEnrolment);
	assert.equal(eventOf(outcome, "personhood.Enrolled").person, 0);
	assert.equal(await chain.ask("personhood_person", 1), null);
});

/** Whether the author had no time to fill its block: what it printed says so. */
function ranOutOfTime(number) {
	const printed = fs.readFileSync(chain.node.log, "utf8");
	return new RegExp(`Prepared block for proposing at ${number} .* end: HitDeadline`).test(printed);
}

test("a queue of payers, blocks long, keeps out nobody who enrols", async (t) => {
	const keyring = new Keyring({ type: "sr25519" });
	const payers = Array.from({ length: PAYERS }, (_, i) => keyring.addFromUri(`//Payer//${i}`));
	const given = payers.map(({ address }) => chain.tx.balances.transferKeepAlive(address, CEN));
	const funded = await chain.send(alice, chain.tx.utility.batchAll(given));
	assert.equal(funded.error, null);
	const transfer = chain.tx.balances.transferKeepAlive(bob.address, 1);
	const batch = chain.tx.utility.batch(Array(BATCH).fill(transfer));
	const signed = [];
	// Signing changes the one object: its bytes are taken at once.
	for (const payer of payers) {
		signed.push((await batch.signAsync(payer, { nonce: 0 })).toHex());
	}
	const hers = await enrolment(bertha, "Bertha");

	await Promise.all(signed.map((bytes) => chain.ask("author_submitExtrinsic", bytes)));
	const sent = await chain.height();
	const outcome = await chain.sendUnsigned(hers);
	const { length: waiting } = await chain.ask("author_pendingExtrinsics");
	eventOf(outcome, "personhood.Enrolled");
	t.diagnostic(`it waited ${outcome.number - sent} blocks`);
	// Before most of the queue: on a slow machine the queue is slow too.
	assert.ok(waiting > PAYERS / 4, `only ${waiting} payers were left`);
	// No author tries more than a few that do not fit, unless told to.
	const { normal } = await chain.api.query.system.blockWeight.at(outcome.block);
	const seconds = normal.refTime.toNumber() / 1e12;
	const full = seconds > 0.95 * NORMAL_SECONDS;
	assert.ok(full || ranOutOfTime(outcome.number), `payers filled ${seconds} s of the block`);
});

test("a flood of false acts keeps out neither who pays nor who acts", async (t) => {
	// Ada acts once the epoch in which she enrolled is over.
	let present = await chain.ask("personhood_epoch");
	if (present.members === 0) {
		await chain.reach(present.endsAt + 1);
		present = await chain.ask("personhood_epoch");
	}
	const { epoch, root, members } = present;
	assert.ok(members > 0, "nobody is in the tree");
	const scope = { Quota: { epoch, counter: 0 } };
	const merkleProof = await persons.merkleProof(ada, root);
	const act = await persons.actAs(ada, merkleProof, scope, chain.tx.personhood.declare(word(1)));
	// Nobody needs to be a person to know a root and to say that a person acts.
	const forged = await forger(act, 2, pointsOf(honestEnrolment, 1));
	const outcome = await underFlood(t, forged, act);
	eventOf(outcome, "personhood.Declared");
	const acts = await chain.api.query.personhood.nullifiers.entries();
	assert.equal(acts.length, 1);
});
