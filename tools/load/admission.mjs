// How fast a node lets in what nobody pays for, and how a crowd of people enters the tree. Not part
// of the tests. Prints a report and, last, the same as JSON.
//
//     node admission.mjs [people = 600] [false proofs = 3000]
//
// All proofs are made beforehand, by the example `prove_lines` of `zk/prover`. They hold on every
// development chain of one genesis, so the same ones serve both nodes.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { WsProvider } from "@polkadot/api";
import { Persons } from "@census/sdk/persons";
import { startChain } from "../../tests/interop/support/chain.mjs";
import { genesisIssuers } from "../../tests/interop/support/persons.mjs";
import { identities } from "../../tests/interop/support/proofs.mjs";
import { Prover } from "./knowledge.mjs";

/** Requests that are on their way at a time, over so many connections. */
const CONNECTIONS = 2;
const WINDOW = 32;
/** A limit that limits nothing. */
const NO_LIMIT = "--unpaid-per-second=1000000";
/** No issuer admits more in an epoch of a development chain. */
const MAX_PEOPLE = 1_000;
const STALL_BLOCKS = 40;

const NOT_NOW = 1016;
const INVALID = 1010;

const people = Number(process.argv[2] ?? 600);
const falseProofs = Number(process.argv[3] ?? 3_000);
assert.ok(people > 0 && people <= MAX_PEOPLE, `from 1 to ${MAX_PEOPLE} people`);
const report = { people, falseProofs };
const say = (line) => console.log(line);

/** The bytes of enrolments of all the people, and of false ones by the last person's tickets. */
async function enrolments(chain) {
	const prover = new Prover();
	const persons = new Persons(chain, prover.know);
	const issuers = genesisIssuers(chain);
	await chain.reach(1);
	const crowd = identities("crowd", people + 1).map((identity, human) => {
		const options = { notAfter: 10_000, validFor: 100_000 };
		const ticket = (issuer) => issuer.ticket("Enrol", identity.commitment, String(human), options);
		return persons.enrol(identity, issuers.map(ticket));
	});
	const calls = await Promise.all(crowd);
	prover.end();
	// The points of the first one's proof, under the words of the last one's and ever new
	// nullifiers: nothing but the pairing tells.
	const last = calls.pop();
	const nullifier = last.args[1].nullifier.toHex().slice(2);
	const points = (call) => call.args[1].points.map((point) => point.toHex().slice(2)).join("");
	const sound = chain.unsigned(last);
	const [begin, end] = sound.replace(points(last), points(calls[0])).split(nullifier);
	assert.ok(end, "the nullifier stands there once");
	const forged = Array.from(
		{ length: falseProofs },
		() => `${begin}00${randomBytes(31).toString("hex")}${end}`,
	);
	return { sound: calls.map((call) => chain.unsigned(call)), forged };
}

/**
 * Submits the transactions as fast as the node answers. Resolves to the seconds that it took, and how
 * often each answer came: `null` where a transaction was let in, otherwise the error's code.
 */
async function submit(chain, transactions, { insist = false } = {}) {
	const answers = new Map();
	const queue = [...transactions].reverse();
	const send = async (provider) => {
		for (let next = queue.pop(); next; next = queue.pop()) {
			const answer = await provider.send("author_submitExtrinsic", [next]).then(
				() => null,
				(error) => {
					if (!error.code) throw error;
					return error.code;
				},
			);
			answers.set(answer, (answers.get(answer) ?? 0) + 1);
			if (insist && answer === NOT_NOW) queue.unshift(next);
		}
	};
	const providers = Array.from({ length: CONNECTIONS }, () => new WsProvider(chain.node.url, false));
	for (const provider of providers) {
		await provider.connect();
		await provider.isReady;
	}
	const began = performance.now();
	await Promise.all(providers.flatMap((provider) => Array(WINDOW).fill(provider).map(send)));
	const seconds = (performance.now() - began) / 1_000;
	await Promise.all(providers.map((provider) => provider.disconnect()));
	return { seconds, answers, count: (answer) => answers.get(answer) ?? 0 };
}

/** What a block weighs, in milliseconds: `{ normal, operational, mandatory }`. */
async function weightOf(chain, hash) {
	const weight = await chain.api.query.system.blockWeight.at(hash);
	const classes = ["normal", "operational", "mandatory"];
	return Object.fromEntries(classes.map((name) => [name, weight[name].refTime.toNumber() / 1e9]));
}

/** Milliseconds that the node took to make each of its blocks, by number, from its log. */
function authoringTimes(log) {
	const pattern = /Prepared block for proposing at (\d+) \((\d+) ms\)/g;
	const printed = fs.readFileSync(log, "utf8");
	return new Map([...printed.matchAll(pattern)].map(([, n, time]) => [Number(n), Number(time)]));
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The block with the most of something; its time is the median of all that have as many. */
function fullest(blocks, of) {
	const most = Math.max(...blocks.map((block) => block[of]));
	const full = blocks.filter((block) => block[of] === most);
	return { ...full[0], milliseconds: median(full.map(({ milliseconds }) => milliseconds)) };
}

/** Waits until all people are in the tree, and tells block by block how they got there. */
async function crowdEnters(chain, from) {
	for (let members = 0, grew = from; members < people; ) {
		await chain.reach();
		const now = await chain.height();
		const { members: then } = await chain.ask("personhood_epoch");
		if (then > members) grew = now;
		members = then;
		assert.ok(now - grew < STALL_BLOCKS, `stuck at ${members} members`);
	}
	const blocks = [];
	const to = await chain.height();
	let members = 0;
	for (let number = from; number <= to; number += 1) {
		const hash = await chain.hashOf(number);
		const epoch = await chain.ask("personhood_epoch", hash);
		const { block } = await chain.ask("chain_getBlock", hash);
		const weight = await weightOf(chain, hash);
		// All but the inherent are enrolments.
		const enrolled = block.extrinsics.length - 1;
		blocks.push({ number, enrolled, admitted: epoch.members - members, weight });
		members = epoch.members;
	}
	const times = authoringTimes(chain.node.log);
	return blocks.map((block) => ({ ...block, milliseconds: times.get(block.number) }));
}

// Without the limit: what the node can do.
let chain = await startChain({ options: [NO_LIMIT] });
let made;
try {
	let began = performance.now();
	made = await enrolments(chain);
	say(`${people} enrolments are made in ${((performance.now() - began) / 1_000).toFixed(0)} s`);

	const refused = await submit(chain, made.forged);
	assert.equal(refused.count(INVALID), falseProofs, `answers: ${[...refused.answers]}`);
	report.falsePerSecond = falseProofs / refused.seconds;

	const from = (await chain.height()) + 1;
	const accepted = await submit(chain, made.sound);
	assert.equal(accepted.count(null), people, `answers: ${[...accepted.answers]}`);
	report.soundPerSecond = people / accepted.seconds;

	const blocks = await crowdEnters(chain, from);
	const idle = blocks.filter(({ enrolled, admitted }) => enrolled === 0 && admitted === 0);
	const full = fullest(blocks, "enrolled");
	const mandatory = median(idle.map(({ weight }) => weight.mandatory));
	report.idleBlockMilliseconds = median(idle.map(({ milliseconds }) => milliseconds));
	report.fullestBlock = {
		enrolments: full.enrolled,
		weightMilliseconds: full.weight.operational,
		milliseconds: full.milliseconds,
	};
	const ends = blocks.filter(({ admitted }) => admitted > 0);
	assert.equal(
		ends.reduce((sum, { admitted }) => sum + admitted, 0),
		people,
	);
	const fullEnd = fullest(ends, "admitted");
	report.epochEnds = ends.length;
	report.fullestEnd = {
		admitted: fullEnd.admitted,
		weightMilliseconds: fullEnd.weight.mandatory - mandatory,
		milliseconds: fullEnd.milliseconds,
	};
} finally {
	await chain.stop();
}

// As a node runs by default.
chain = await startChain();
try {
	const refused = await submit(chain, made.forged);
	report.byDefault = {
		lookedInto: refused.count(INVALID),
		atTheDoor: refused.count(NOT_NOW),
		refusedPerSecond: falseProofs / refused.seconds,
	};
	assert.equal(report.byDefault.lookedInto + report.byDefault.atTheDoor, falseProofs);
	const accepted = await submit(chain, made.sound, { insist: true });
	assert.equal(accepted.count(null), people, `answers: ${[...accepted.answers]}`);
	report.byDefault.soundPerSecond = people / accepted.seconds;
} finally {
	await chain.stop();
}

const { byDefault, fullestBlock, fullestEnd } = report;
const figure = (number) => number.toFixed(number < 10 ? 1 : 0);
const rows = [
	["enrolments let into the pool, a second", figure(report.soundPerSecond)],
	["false ones refused for their proof, a second", figure(report.falsePerSecond)],
	["enrolments let in with the default limit, a second", figure(byDefault.soundPerSecond)],
	["false ones refused with the default limit, a second", figure(byDefault.refusedPerSecond)],
	[
		`of ${falseProofs} false ones at once: proofs that are checked`,
		`${byDefault.lookedInto} (the others are refused at the door)`,
	],
	["enrolments in the fullest block", fullestBlock.enrolments],
	["their weight", `${figure(fullestBlock.weightMilliseconds)} ms`],
	["time to make that block", `${fullestBlock.milliseconds} ms`],
	["people whom an epoch's end admits at most", fullestEnd.admitted],
	["its weight", `${figure(fullestEnd.weightMilliseconds)} ms`],
	["time to make that block", `${fullestEnd.milliseconds} ms`],
	[`ends of epochs until all ${people} people were in the tree`, report.epochEnds],
	["time to make an idle block", `${report.idleBlockMilliseconds} ms`],
];
say("| | |");
say("| --- | ---: |");
for (const [what, value] of rows) say(`| ${what} | ${value} |`);
say(JSON.stringify(report));
