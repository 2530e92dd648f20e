// A Census node of our own: started on free ports over a directory of its own, and always ended.

import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;

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
 * `role` and `network` say what it is if it is no authority, and with whom it speaks if it is not alone.
 *
 * Resolves when the node serves JSON-RPC: `{ url, directory, log, stop, kill }`. `log` is the file
 * that holds what the node printed.
 */
export async function startNode({
	directory = temporaryDirectory(),
	options = [],
	role = AUTHORITY,
	network = ALONE,
	key = 1,
} = {}) {
	// The node writes its log itself, so that it never waits for a busy reader.
	const log = path.join(directory, "node.log");
	const output = fs.openSync(log, "a");
	const start = fs.fstatSync(output).size;
	const child = spawn(
		binary(),
		[
			"--chain=dev",
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

	const printed = () => fs.readFileSync(log).subarray(start).toString();
	const deadline = Date.now() + START_TIMEOUT_MS;
	let url;
	while (!url) {
		await setTimeout(100);
		const address = printed().match(/Running JSON-RPC server: addr=(127\.0\.0\.1:\d+)/);
		if (address) {
			url = `ws://${address[1]}`;
		} else if (end || Date.now() > deadline) {
			child.kill("SIGKILL");
			const tail = printed().split("\n").slice(-30).join("\n");
			throw new Error(`the node did not start (${end ?? "too slow"}); it printed:\n${tail}`);
		}
	}

	return {
		url,
		directory,
		log,
		/** Asks the node to end, and makes it. */
		async stop() {
			child.kill("SIGINT");
			await Promise.race([exited, setTimeout(STOP_TIMEOUT_MS, null, { ref: false })]);
			child.kill("SIGKILL");
			await exited;
		},
		/** Ends the node without warning (`kill -9`): it cleans up nothing. */
		async kill() {
			child.kill("SIGKILL");
			await exited;
		},
	};
}
