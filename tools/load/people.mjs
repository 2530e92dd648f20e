// A chain of a great many persons: how fast a node answers about them, and what it does where people enter,
// leave and rotate all at once, at the rates that the chain means to carry. Not part of the tests. Prints a
// report and, last, the same as JSON.
//
//     census-load make --persons 1000000 --real 4000 --base-path FOLDER
//     node people.mjs FOLDER [blocks = 50] [enrolments a block = 70] [withdrawals = 14] [rotations = 14]
//
// All proofs are made beforehand, by the Rust prover.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Keyring } from "@polkadot/keyring";
import { Persons } from "@census/sdk/persons";
import { Identity } from "@census/sdk/prove";
import { poseidon2 } from "poseidon-lite/poseidon2";
import { genesisIssuers } from "../../tests/interop/support/persons.mjs";
import { Network, until } from "../../tests/interop/support/network.mjs";
import { Prover } from "./knowledge.mjs";

/** How many questions of each kind are asked, and how many leaves a page has. */
const QUESTIONS = 1_000;
const PAGE = 1_000;
const BLOCKS_A_DAY = 14_400;

const [named, ...numbers] = process.argv.slice(2);
const [blocks = 50, enrolments = 70, withdrawals = 14, rotations = 14] = numbers.map(Number);
assert.ok(named, "where is the chain? `node people.mjs FOLDER`");
const folder = path.resolve(named);
const say = (line) => console.log(line);
const figure = (number) => number.toFixed(number < 10 ? 2 : 0);
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** A copy of the chain as it is before anything happens. What RocksDB never changes is not copied. */
function copyOf(from, to) {
	fs.mkdirSync(to, { recursive: true });
	for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
		const [source, target] = [from, to].map((parent) => path.join(parent, entry.name));
		if (entry.isDirectory()) copyOf(source, target);
		else if (entry.name.endsWith(".sst")) fs.linkSync(source, target);
		else if (entry.name !== "LOCK") fs.copyFileSync(source, target);
	}
}

/** Asks often, each time about another one, and says how long the answers took. */
async function timed(what, ask) {
	const times = [];
	for (let i = 0; i < QUESTIONS; i += 1) {
		const question = await ask(i);
		const began = performance.now();
		await question();
		times.push(performance.now() - began);
	}
	times.sort((a, b) => a - b);
	const [median, p99] = [0.5, 0.99].map((share) => quantile(times, share));
	say(`${what}: median ${figure(median)} ms, 99th percentile ${figure(p99)} ms`);
	return { median, p99 };
}

/** What the node wrote of its blocks: number to milliseconds. */
function authoringTimes(log) {
	const pattern = /Prepared block for proposing at (\d+) \((\d+) ms\)/g;
	const printed = fs.readFileSync(log, "utf8");
	return new Map([...printed.matchAll(pattern)].map(([, n, time]) => [Number(n), Number(time)]));
}

const copy = `${folder}.copy`;
fs.rmSync(copy, { recursive: true, force: true });
copyOf(folder, copy);
const chainFile = path.join(folder, "spec.json");
const network = new Network();
try {
	let began = performance.now();
	const chain = await network.start({ chain: chainFile, directory: folder });
	const startSeconds = (performance.now() - began) / 1_000;
	const { size } = await chain.ask("personhood_epoch");
	say(`${size} persons; the node answered after ${figure(startSeconds)} s`);
	const report = { persons: size, startSeconds, blocks, enrolments, withdrawals, rotations };

	// Steps of a prime: spread over all of them, and the same each time.
	const some = (i) => (i * 15_485_863) % size;
	const { root } = await chain.ask("personhood_epoch");
	report.person = await timed("a person", (i) => () => chain.ask("personhood_person", some(i)));
	report.merkleProof = await timed("a Merkle proof", async (i) => {
		const { commitment } = await chain.ask("personhood_person", some(i));
		return async () => {
			const { index, siblings, root: of } = await chain.ask("personhood_merkleProof", commitment, null);
			assert.equal(of, root);
			if (i > 10) return;
			const up = (node, sibling, level) =>
				(index >> level) & 1 ? poseidon2([sibling, node]) : poseidon2([node, sibling]);
			assert.equal(String(siblings.map(BigInt).reduce(up, BigInt(commitment))), root);
		};
	});
	report.page = await timed(`a page of ${PAGE} leaves`, (i) => () =>
		chain.ask("personhood_leaves", PAGE, some(i), root),
	);

	began = performance.now();
	const prover = new Prover();
	const persons = new Persons(chain, prover.know);
	const issuers = genesisIssuers(chain);
	const options = { notAfter: 10_000, validFor: 100_000 };
	const from = await chain.height();
	const entering = Array.from({ length: blocks * enrolments }, (_, human) => {
		const identity = new Identity(`newcomer ${from} ${human}`);
		const ticket = (issuer) =>
			issuer.ticket("Enrol", identity.commitment, `${from} ${human}`, options);
		return persons.enrol(identity, issuers.map(ticket));
	});
	const records = (ids) => Promise.all(ids.map((id) => chain.ask("personhood_person", id)));
	const ids = (count, of) => Array.from({ length: count }, (_, i) => of(i));
	const rotating = (await records(ids(blocks * rotations, (i) => i))).map((record) => {
		const { person, rotations: times } = record;
		const identity = new Identity(`person ${person}`);
		assert.equal(String(identity.commitment), record.commitment, "is it `--real`, and new?");
		return persons.rotate(person, times, identity, new Identity(`person ${person} again`));
	});
	const leaving = (await records(ids(blocks * withdrawals, (i) => Math.floor(size / 2) + 16 * from + i))).map(
		({ attestations: [{ issuer, tag }] }) => chain.tx.personhood.withdraw(issuer, tag),
	);
	const unsigned = async (calls) => (await Promise.all(calls)).map((call) => chain.unsigned(call));
	const [enters, rotates] = [await unsigned(entering), await unsigned(rotating)];
	prover.end();
	const charlie = new Keyring({ type: "sr25519" }).addFromUri("//Charlie");
	const nonce = await chain.api.rpc.system.accountNextIndex(charlie.address);
	const leaves = [];
	for (const [i, call] of leaving.entries()) {
		leaves.push((await call.signAsync(charlie, { nonce: nonce.addn(i) })).toHex());
	}
	say(`${enters.length + leaves.length + rotates.length} transactions are made in ` +
		`${figure((performance.now() - began) / 1_000)} s`);

	const before = await chain.ask("personhood_epoch");
	const countBefore = await chain.ask("personhood_personCount");
	await chain.reach();
	const first = (await chain.height()) + 1;
	const share = (all, i) => all.slice((i * all.length) / blocks, ((i + 1) * all.length) / blocks);
	for (let i = 0; i < blocks; i += 1) {
		const now = [enters, leaves, rotates].flatMap((all) => share(all, i));
		await Promise.all(now.map((bytes) => chain.ask("author_submitExtrinsic", bytes)));
		await chain.reach(first + i);
	}
	const done = await until("all are where they belong", async () => {
		const { waiting, livePersons } = await chain.ask("personhood_epoch");
		const count = await chain.ask("personhood_personCount");
		const all = count === countBefore + enters.length && waiting === 0;
		return all && before.livePersons + enters.length - leaves.length >= livePersons && livePersons;
	});
	const last = await chain.height();
	const times = authoringTimes(chain.node.log);
	const seen = [];
	for (let number = first; number <= last; number += 1) {
		const hash = await chain.hashOf(number);
		const weight = await chain.api.query.system.blockWeight.at(hash);
		const of = (name) => weight[name].refTime.toNumber() / 1e9;
		const events = await chain.api.query.system.events.at(hash);
		const count = (name) => events.filter(({ event }) => event.method === name).length;
		const ended = events.some(({ event }) => event.method === "EpochBegun");
		seen.push({
			number,
			milliseconds: times.get(number),
			operational: of("operational"),
			normal: of("normal"),
			mandatory: of("mandatory"),
			enrolled: count("Enrolled"),
			placed: count("Placed"),
			rotated: count("Rotated"),
			left: count("Ended"),
			ended,
		});
	}
	const sum = (what) => seen.reduce((total, block) => total + block[what], 0);
	assert.deepEqual(
		[sum("enrolled"), sum("placed"), sum("rotated")],
		[enters.length, enters.length, rotates.length],
	);
	report.seen = seen;
	report.livePersons = done;
	report.memory = chain.node.memory();
	const full = seen.filter(({ enrolled }) => enrolled >= enrolments / 2);
	const median = (what, blocks) => quantile(blocks.map((b) => b[what]).sort((a, b) => a - b), 0.5);
	say(`in ${last - first + 1} blocks: ${sum("enrolled")} enrolled, ${sum("placed")} placed, ` +
		`${sum("left")} ended, ${sum("rotated")} rotated`);
	const aDay = (what) => Math.round((sum(what) / full.length) * BLOCKS_A_DAY);
	report.aDay = { placed: aDay("placed"), left: aDay("left"), rotated: aDay("rotated") };
	say(`as many a day: ${JSON.stringify(report.aDay)}`);
	for (const what of ["milliseconds", "operational", "normal", "mandatory"]) {
		say(`a block's ${what}: median ${figure(median(what, full))}, most ${figure(Math.max(...full.map((b) => b[what])))}`);
	}
	for (const { number, milliseconds, mandatory } of seen.filter(({ ended }) => ended)) {
		say(`the block that ended an epoch, ${number}: made in ${milliseconds} ms, mandatory weight ${figure(mandatory)} ms`);
	}
	say(`the node's memory: ${figure(report.memory / 2 ** 20)} MiB`);

	// Another node, which has the persons and none of the blocks.
	began = performance.now();
	const other = await network.beside(chain, 2, { chain: chainFile, directory: copy });
	await until("the other node has the blocks", async () => (await other.height()) >= last);
	report.importSeconds = (performance.now() - began) / 1_000;
	say(`another node had all ${last} blocks ${figure(report.importSeconds)} s after it was started`);
	const [ours, theirs] = await Promise.all(
		[chain, other].map((node) => node.ask("personhood_epoch", null)),
	);
	assert.equal(theirs.root, ours.root);
	say(JSON.stringify(report));
} finally {
	await network.stop();
	fs.rmSync(copy, { recursive: true, force: true });
}
