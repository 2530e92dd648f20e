// A Census node of our own: started on free ports over a directory of its own, and always ended.

import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

/**
 * How long a start may take. A node answers after seconds. The first one of its binary compiles the runtime
 * before, and where several do at once, on a machine that has much else to do, each takes minutes.
 */
const START_TIMEOUT_MS = 600_000;
/** How long an end may take: polkadot-sdk gives a task a minute, and the database is closed after it. */
const STOP_TIMEOUT_MS = 120_000;
/** How much of a log an error shows. */
const TAIL_LINES = 30;

/** The node's binary: `CENSUS_NODE`, or where `make` builds it. */
export function binary() {
	const target = process.env.CARGO_TARGET_DIR ?? path.join(os.homedir(), ".cache/census/target");
	const file = process.env.CENSUS_NODE ?? path.join(target, "release/census-node");
	if (!fs.existsSync(file)) {
		throw new Error(`no node at ${file}: build it first, or name one in CENSUS_NODE`);
	}
	return file;
}

// Whatever happens to this process, its nodes and their directories go with it.
const running = new Set();
const directories = new Set();
process.on("exit", () => {
	for (const child of running) child.kill("SIGKILL");
	for (const directory of directories) fs.rmSync(directory, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
	process.on(signal, () => process.exit(1));
}

/** A directory for a node's database, removed when this process ends. */
export function temporaryDirectory() {
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), "census-interop-"));
	directories.add(directory);
	return directory;
}

/** What makes a node the one authority of a development chain. */
const AUTHORITY = ["--alice", "--force-authoring"];
/** What keeps a node to itself. */
const ALONE = ["--in-peers=0", "--out-peers=0", "--no-prometheus"];

/**
 * Starts a development chain of one authority, which speaks to nobody and listens on 127.0.0.1.
 * The same `directory` given again continues the same chain. `options` are more of the node's own;
 * `role` and `network` say what it is if it is no authority, and with whom it speaks if it is not alone;
 * `chain` is another chain than the one for development.
 *
 * Resolves when the node serves JSON-RPC: `{ url, directory, log, memory, stop, kill }`. `log` is the
 * file that holds what the node printed. Rejects, with the end of it, if the node ends or takes too long.
 */
export async function startNode({
	directory = temporaryDirectory(),
	options = [],
	role = AUTHORITY,
	network = ALONE,
	key = 1,
	chain = "dev",
} = {}) {
	// The node writes its log itself, so that it never waits for a busy reader.
	const log = path.join(directory, "node.log");
	const output = fs.openSync(log, "a");
	const start = fs.fstatSync(output).size;
	const child = spawn(
		binary(),
		[
			`--chain=${chain}`,
			`--base-path=${directory}`,
			...role,
			// Fixed, only because an authority refuses to invent one.
			`--node-key=${String(key).padStart(64, "0")}`,
			"--listen-addr=/ip4/127.0.0.1/tcp/0",
			...network,
			"--no-mdns",
			"--no-telemetry",
			"--rpc-port=0",
			"--rpc-max-request-size=32",
			"--rpc-max-response-size=32",
			...options,
		],
		{ stdio: ["ignore", "ignore", output] },
	);
	fs.closeSync(output);
	running.add(child);
	let end;
	const exited = new Promise((resolve) => {
		child.once("error", (error) => resolve(error.message));
		child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
	}).then((reason) => {
		running.delete(child);
		end = reason;
	});
	const killed = () => {
		child.kill("SIGKILL");
		return exited;
	};

	const printed = () => fs.readFileSync(log).subarray(start).toString();
	/** An error that says what the node did, and how what it printed ends. */
	const failure = (what) => {
		const tail = printed().trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
		return new Error(`the node ${what}; it printed:\n${tail}`);
	};
	const deadline = Date.now() + START_TIMEOUT_MS;
	let url;
	while (!url) {
		await setTimeout(100);
		const address = printed().match(/Running JSON-RPC server: addr=(127\.0\.0\.1:\d+)/);
		if (end) {
			throw failure(`ended before it served JSON-RPC (${end})`);
		} else if (address) {
			url = `ws://${address[1]}`;
		} else if (Date.now() > deadline) {
			await killed();
			throw failure(`did not serve JSON-RPC within ${START_TIMEOUT_MS / 1_000} s`);
		}
	}

	// Whether somebody has ended it already, however.
	let ending = false;
	return {
		url,
		directory,
		log,
		/** How many bytes of the machine's memory the node takes. */
		memory() {
			const status = fs.readFileSync(`/proc/${child.pid}/status`, "utf8");
			return Number(status.match(/VmRSS:\s+(\d+) kB/)[1]) * 1024;
		},
		/**
		 * Asks the node to end, and waits until it has. Rejects unless it does so well: in time, with
		 * exit code 0, and not before it is asked. A node that was ended before is left alone.
		 */
		async stop() {
			if (ending) return exited;
			ending = true;
			if (end) throw failure(`had ended by itself (${end})`);
			child.kill("SIGINT");
			await Promise.race([exited, setTimeout(STOP_TIMEOUT_MS, null, { ref: false })]);
			if (!end) {
				await killed();
				throw failure(`did not end within ${STOP_TIMEOUT_MS / 1_000} s of SIGINT`);
			}
			if (end !== "exit code 0") throw failure(`did not end well (${end})`);
		},
		/** Ends the node without warning (`kill -9`): it cleans up nothing. */
		async kill() {
			ending = true;
			await killed();
		},
	};
}
