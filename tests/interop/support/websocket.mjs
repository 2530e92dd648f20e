// A websocket made by hand, which does what a client that means no good does: it reads nothing, or asks
// without end.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import net from "node:net";

/** A text message as a client sends it. */
function frame(text) {
	const bytes = Buffer.from(text);
	let length;
	if (bytes.length < 126) {
		length = Buffer.from([0x80 | bytes.length]);
	} else if (bytes.length < 65_536) {
		length = Buffer.from([0x80 | 126, bytes.length >> 8, bytes.length & 0xff]);
	} else {
		length = Buffer.alloc(9);
		length[0] = 0x80 | 127;
		length.writeBigUInt64BE(BigInt(bytes.length), 1);
	}
	// The mask is zero: it hides nothing, and need not.
	return Buffer.concat([Buffer.from([0x81]), length, Buffer.alloc(4), bytes]);
}

/** A request as it is written. */
export function request(method, params = [], id = 0) {
	return frame(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
}

export class WebSocket {
	#socket;
	#chunks = [];
	#length = 0;
	#text = [];
	#next = 1;
	#asked = new Map();
	/** Called with each notification: its method and its parameters. */
	onNotification = () => {};
	/** Whether the connection has ended, and when it has. */
	ended = false;
	end;

	/** Connects to a node. */
	static async open(url) {
		const { hostname, port } = new URL(url);
		const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
		const opened = new Promise((resolve, reject) => {
			socket.once("error", reject);
			socket.once("close", () => reject(new Error("the node closed the connection")));
			let head = Buffer.alloc(0);
			socket.on("data", function read(bytes) {
				head = Buffer.concat([head, bytes]);
				const end = head.indexOf("\r\n\r\n");
				if (end < 0) return;
				socket.off("data", read);
				socket.pause();
				const first = head.toString("latin1", 0, head.indexOf("\r\n"));
				if (first.includes(" 101 ")) resolve(head.subarray(end + 4));
				else reject(new Error(`the node says ${first}`));
			});
		});
		socket.write(
			`GET / HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
				`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
		);
		return new WebSocket(socket, await opened);
	}

	constructor(socket, rest) {
		this.#socket = socket;
		socket.removeAllListeners("error");
		socket.removeAllListeners("close");
		this.end = new Promise((resolve) => {
			socket.on("error", () => {});
			socket.once("close", () => {
				this.ended = true;
				for (const { reject } of this.#asked.values()) reject(new Error("the connection is lost"));
				resolve();
			});
		});
		if (rest.length > 0) this.#read(rest);
	}

	/** Reads what the node sends, from now on. */
	listen() {
		this.#socket.on("data", (bytes) => this.#read(bytes));
		this.#socket.resume();
		return this;
	}

	/** Writes bytes, and does not wait until they are taken. */
	write(bytes) {
		this.#socket.write(bytes);
	}

	/** Asks, and resolves to the result. Of one that listens. */
	ask(method, ...params) {
		const id = this.#next++;
		return new Promise((resolve, reject) => {
			this.#asked.set(id, { resolve, reject });
			this.write(request(method, params, id));
		});
	}

	/** Ends the connection. */
	close() {
		this.#socket.destroy();
	}

	#read(bytes) {
		this.#chunks.push(bytes);
		this.#length += bytes.length;
		for (;;) {
			// As much as a frame's head has.
			if (this.#length < 2) return;
			if (this.#chunks[0].length < 10 && this.#chunks.length > 1) this.#join();
			const head = this.#chunks[0];
			if (head.length < 2) return;
			let start = 2;
			let length = head[1] & 0x7f;
			if (length === 126) {
				if (head.length < 4) return;
				start = 4;
				length = head.readUInt16BE(2);
			} else if (length === 127) {
				if (head.length < 10) return;
				start = 10;
				length = Number(head.readBigUInt64BE(2));
			}
			if (this.#length < start + length) return;
			this.#join();
			const all = this.#chunks[0];
			const payload = all.subarray(start, start + length);
			const rest = all.subarray(start + length);
			this.#chunks = rest.length > 0 ? [rest] : [];
			this.#length = rest.length;
			this.#frame(head[0], payload);
		}
	}

	#join() {
		this.#chunks = [Buffer.concat(this.#chunks)];
	}

	#frame(first, payload) {
		const kind = first & 0x0f;
		if (kind === 9) {
			// A ping is answered with what it brings.
			const pong = Buffer.concat([Buffer.from([0x8a, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
			this.write(pong);
		} else if (kind <= 2) {
			this.#text.push(Buffer.from(payload));
			if (first & 0x80) {
				const message = JSON.parse(Buffer.concat(this.#text).toString());
				this.#text = [];
				this.#message(message);
			}
		} else {
			assert.ok(kind === 8 || kind === 10);
		}
	}

	#message({ id, method, params, result, error }) {
		if (method !== undefined) return this.onNotification(method, params);
		const asked = this.#asked.get(id);
		this.#asked.delete(id);
		if (error) asked?.reject(Object.assign(new Error(error.message), error));
		else asked?.resolve(result);
	}
}
