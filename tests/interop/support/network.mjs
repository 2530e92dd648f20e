// Several nodes of one chain, on this machine, and peers that break the rules.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import net from "node:net";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { startChain } from "./chain.mjs";
import { binary } from "./node.mjs";
import { enrolments } from "./persons.mjs";

/**
 * How long a peer may take to hear of something. It takes seconds, or minutes on a machine that has
 * much to do.
 */
export const PATIENCE_MS = 600_000;

/** A port that is free now. */
async function freePort() {
	const server = net.createServer().listen(0, "127.0.0.1");
	await new Promise((resolve) => server.once("listening", resolve));
	const { port } = server.address();
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/** Where a node can be reached by others. */
export async function addressOf(chain) {
	const addresses = await chain.ask("system_localListenAddresses");
	return addresses.find((address) => address.startsWith("/ip4/127.0.0.1/"));
}

/** Waits until `question` has an answer. */
export async function until(what, question, patience = PATIENCE_MS) {
	const deadline = Date.now() + patience;
	for (;;) {
		const answer = await question();
		if (answer) return answer;
		const minutes = patience / 60_000;
		assert.ok(Date.now() < deadline, `in ${minutes} minutes, which is long on any machine, not: ${what}`);
		await setTimeout(250);
	}
}

/** What waits in a node's pool. */
export const pending = (chain) => chain.ask("author_pendingExtrinsics");

/** Nodes, and what else runs beside them, ended together. */
export class Network {
	#ends = [];

	/** Starts a node that others may reach. `options` are `startChain`'s. */
	async start({ network = ["--in-peers=16", "--out-peers=0"], ...options } = {}) {
		const port = await freePort();
		const chain = await startChain({
			...options,
			network: [...network, `--prometheus-port=${port}`],
		});
		this.#ends.push(() => chain.stop());
		return Object.assign(chain, { metricsPort: port });
	}

	/** A node that speaks to `peers` and to nobody else; without a `role` it is no authority. */
	async beside(peers, key, { role = [], ...options } = {}) {
		const addresses = await Promise.all([peers].flat().map(addressOf));
		const reserved = addresses.map((address) => `--reserved-nodes=${address}`);
		const network = ["--in-peers=16", "--out-peers=0", ...reserved];
		return this.start({ ...options, role, network, key });
	}

	/** A peer of `chain`'s that breaks the rules: see `census-test-peer --help`. */
	async misbehave(chain, mode, ...more) {
		const peer = path.join(path.dirname(binary()), "census-test-peer");
		const arguments_ = [await addressOf(chain), chain.api.genesisHash.toHex(), mode, ...more];
		const child = spawn(peer, arguments_, { stdio: ["ignore", "pipe", "inherit"] });
		const exited = new Promise((resolve) => child.once("exit", resolve));
		const report = { mode, sent: 0, closed: 0, ended: false };
		exited.then(() => (report.ended = true));
		let text = "";
		child.stdout.on("data", (data) => {
			const lines = (text + data).split("\n");
			text = lines.pop();
			for (const line of lines) {
				const [sent, , closed] = line.match(/\d+/g).map(Number);
				Object.assign(report, { sent, closed });
			}
		});
		const stop = async () => {
			child.kill("SIGKILL");
			await exited;
		};
		this.#ends.push(stop);
		return Object.assign(report, { stop });
	}

	/** Ends all that runs. */
	async stop() {
		await Promise.all(this.#ends.splice(0).map((end) => end()));
	}
}

/** What makes an author check so few proofs a second, a quarter of them of enrolments, that it cannot take
 * those of all who enrol below at once. */
export const FEW_PROOFS = "--unpaid-per-second=16";
/** So many people enrol, and in so many blocks all of them are in: in three or so, and as many again for each
 * offer that finds no room. A loaded machine gets several times as many. */
const PEOPLE = 24;
const PATIENCE_BLOCKS = 30;

/**
 * People enrol at `relay`, while peers that break the rules flood the authors as `modes` says: a list of an
 * author and a mode. Waits until each author has all of them. Resolves to what to say of it.
 */
export async function enrolUnderFloods(network, relay, modes) {
	const acts = await enrolments(relay, PEOPLE);
	const floods = await Promise.all(modes.map(([author, mode]) => network.misbehave(author, mode)));
	await until("a flood of each kind", () => {
		for (const { mode, ended } of floods) assert.ok(!ended, `the peer for ${mode} has ended`);
		// One that is silent sends nothing.
		return floods.every(({ mode, sent }) => mode === "silent" || sent > 0);
	});
	const start = await relay.height();
	for (const act of acts) await relay.ask("author_submitExtrinsic", act);
	const authors = new Set(modes.map(([author]) => author));
	for (const author of authors) {
		await until("all are persons", async () => {
			const last = await author.ask("personhood_person", PEOPLE - 1);
			const blocks = (await author.height()) - start;
			assert.ok(blocks <= PATIENCE_BLOCKS, "it takes too many blocks");
			return last !== null;
		});
	}
	const blocks = Math.max(...(await Promise.all([...authors].map((one) => one.height())))) - start;
	const sent = floods.map(({ mode, sent }) => `${mode}: ${sent}`).join(", ");
	return `${PEOPLE} in ${blocks} blocks; sent by ${sent}`;
}

/** A figure of a node's metrics: the sum over all labels that `labels` does not name. */
export async function figure(chain, name, labels = "") {
	const answer = await fetch(`http://127.0.0.1:${chain.metricsPort}/metrics`);
	const line = new RegExp(`^${name}(?:\\{([^}]*)\\})? ([0-9.e+]+)$`, "gm");
	const found = [...(await answer.text()).matchAll(line)];
	return found
		.filter(([, of]) => (of ?? "").includes(labels))
		.reduce((sum, [, , value]) => sum + Number(value), 0);
}
