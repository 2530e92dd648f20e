// How many Semaphore proofs a second a node takes in for good: signed transactions through the pool,
// into blocks, to finality, on a development chain of one validator. The proofs are made beforehand
// by `zk/prover` and kept. Not part of the tests. Prints a report and, last, the same as JSON.
//
//     node throughput.mjs [batches|singles] [proofs offered a second] [seconds] [proofs a batch] [option of the node …]
//
// Needs the built node, the example `make_proofs` of `tools/bench`, and minutes to make the proofs the
// first time. `CENSUS_PROOFS` names another directory to keep them in.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { cpus, homedir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { alice, bob, openGroup, startChain } from "../../tests/interop/support/chain.mjs";

/** Blocks before the measured ones: the pool fills, and full blocks begin. */
const WARM_UP_BLOCKS = 2;
const SLOT_SECONDS = 6;
/** The goal, where it was offered. */
const MIN_PER_SECOND = 150;
/** How much the node may grow in the second half of the run. */
const MAX_GROWTH_BYTES = 64 * 2 ** 20;
const MEMBERS = 16;
/** How many proofs the factory keeps in a file: fewer at the end would be made again. */
const PIECE = 250;

const how = process.argv[2] ?? "batches";
assert.ok(["batches", "singles"].includes(how), "say `batches` or `singles`");
const [offered, seconds, batch] = [200, 120, 128].map((value, i) => Number(process.argv[3 + i] ?? value));
const perCall = how === "batches" ? batch : 1;
const report = { how, offered, seconds, perCall, cores: cpus().length };
const say = (line) => console.log(line);

/** So many proofs, from disk as far as they were made before. */
function proofs(count) {
	const target = process.env.CARGO_TARGET_DIR ?? path.join(homedir(), ".cache/census/target");
	const program = path.join(target, "release/examples/make_proofs");
	const cache = process.env.CENSUS_PROOFS ?? path.join(homedir(), ".cache/census/proofs");
	fs.mkdirSync(cache, { recursive: true });
	const file = path.join(cache, `${process.pid}.json`);
	const whole = Math.ceil(count / PIECE) * PIECE;
	const { status, error } = spawnSync(program, [file, whole, MEMBERS, cache], { stdio: "inherit" });
	if (status !== 0) throw error ?? new Error("the proofs cannot be made");
	try {
		const { members, proofs } = JSON.parse(fs.readFileSync(file, "utf8"));
		return { members, made: proofs.slice(0, count) };
	} finally {
		fs.rmSync(file, { force: true });
	}
}

/** The process that runs on a directory. */
function processOn(directory) {
	const running = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
	return running.find((pid) => {
		try {
			return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`--base-path=${directory}\0`);
		} catch {
			return false;
		}
	});
}

/** The bytes of memory that a process has, and the seconds that it has computed. */
function usage(pid) {
	const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
	const times = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
	return {
		memory: Number(status.match(/VmRSS:\s+(\d+) kB/)[1]) * 1024,
		cpuSeconds: (Number(times[11]) + Number(times[12])) / 100,
	};
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(0);

const count = Math.ceil((offered * (seconds + SLOT_SECONDS * (WARM_UP_BLOCKS + 3))) / perCall) * perCall;
say(`${count} proofs …`);
const { members, made } = proofs(count);

const chain = await startChain({ options: process.argv.slice(6) });
try {
	const { api } = chain;
	const group = await openGroup(chain, members.map(BigInt));
	const calls = [];
	for (let i = 0; i < made.length; i += perCall) {
		calls.push(
			how === "batches"
				? chain.tx.groups.validateProofs(group, made.slice(i, i + perCall))
				: chain.tx.groups.validateProof(group, made[i]),
		);
	}
	const signers = [alice, bob];
	const nonces = [];
	for (const { address } of signers) {
		nonces.push((await api.rpc.system.accountNextIndex(address)).toNumber());
	}
	const transactions = [];
	for (const [i, call] of calls.entries()) {
		const who = i % signers.length;
		// Signed for ever, so that signing asks the node nothing.
		await call.signAsync(signers[who], { nonce: nonces[who], era: 0 });
		nonces[who] += 1;
		transactions.push(call.toHex());
	}
	say(`${transactions.length} transactions of ${perCall} are signed`);

	const pid = processOn(chain.node.directory);
	const samples = [];
	const unsubscribe = await api.rpc.chain.subscribeFinalizedHeads(async (header) => {
		const at = await api.at(header.hash);
		const [stored, now, weight] = await Promise.all([
			at.query.groups.groups(group),
			at.query.timestamp.now(),
			at.query.system.blockWeight(),
		]);
		samples.push({
			number: header.number.toNumber(),
			milliseconds: now.toNumber(),
			accepted: stored.isSome ? stored.unwrap().nullifiers.toNumber() : 0,
			weight: weight.normal.refTime.toNumber(),
			...usage(pid),
		});
	});

	// Offered evenly, whatever becomes of them.
	let refused = 0;
	const started = performance.now();
	const pause = (1000 * perCall) / offered;
	const answers = [];
	for (const [i, transaction] of transactions.entries()) {
		const wait = started + i * pause - performance.now();
		if (wait > 0) await setTimeout(wait);
		const answer = chain.ask("author_submitExtrinsic", transaction).catch((error) => {
			refused += 1;
			if (refused === 1) say(`refused: ${error.message}`);
		});
		answers.push(answer);
	}
	await Promise.all(answers);
	report.offeredSeconds = (performance.now() - started) / 1000;
	await setTimeout(3 * SLOT_SECONDS * 1000);
	unsubscribe();

	// From the first block that is full on, for so many seconds of the chain's own time. Finality may
	// skip heads, but what it finalises it finalises with all that is in it.
	samples.sort((a, b) => a.number - b.number);
	const first = samples.findIndex(({ accepted }) => accepted > 0) + WARM_UP_BLOCKS;
	const from = samples[first];
	const to = samples.slice(first).find((sample) => sample.milliseconds - from.milliseconds >= seconds * 1000);
	assert.ok(from && to, "the run was too short");
	const run = samples.slice(first, samples.indexOf(to) + 1);
	const elapsed = (to.milliseconds - from.milliseconds) / 1000;
	report.accepted = to.accepted - from.accepted;
	report.acceptedPerSecond = report.accepted / elapsed;
	report.elapsedSeconds = elapsed;
	report.blocks = to.number - from.number;
	report.refusedByPool = refused;
	report.cpuShare = (to.cpuSeconds - from.cpuSeconds) / elapsed / report.cores;
	const { normal } = api.consts.system.blockWeights.perClass;
	const limit = normal.maxTotal.unwrap().refTime.toNumber();
	report.weightShare = median(run.map(({ weight }) => weight)) / limit;
	const printed = fs.readFileSync(chain.node.log, "utf8");
	const pattern = /Prepared block for proposing at (\d+) \((\d+) ms\)/g;
	const authored = [...printed.matchAll(pattern)]
		.filter(([, number]) => Number(number) > from.number && Number(number) <= to.number)
		.map(([, , milliseconds]) => Number(milliseconds));
	report.authoringMilliseconds = median(authored);
	report.memory = run.map(({ memory }) => memory);
	const half = run[run.length >> 1].memory;
	report.growthInSecondHalf = to.memory - half;

	say(
		`${report.accepted} proofs accepted and finalised in ${elapsed.toFixed(0)} s and ${report.blocks} blocks: ` +
			`${report.acceptedPerSecond.toFixed(1)} a second of ${offered} offered (${perCall} a transaction)`,
	);
	say(
		`a block, median: ${(100 * report.weightShare).toFixed(0)} % of its weight, ` +
			`${report.authoringMilliseconds} ms to make; the node used ` +
			`${(100 * report.cpuShare).toFixed(0)} % of ${report.cores} cores`,
	);
	say(
		`memory: ${mebibytes(from.memory)} MiB at the beginning, ${mebibytes(half)} half way, ` +
			`${mebibytes(to.memory)} at the end`,
	);
	say(JSON.stringify(report));
	assert.equal(refused, 0, "the pool refused transactions");
	assert.ok(report.growthInSecondHalf < MAX_GROWTH_BYTES, "the node's memory grows");
	const goal = Math.min(MIN_PER_SECOND, 0.95 * offered);
	assert.ok(report.acceptedPerSecond >= goal, "fewer proofs than there should be");
} finally {
	await chain.stop();
}
