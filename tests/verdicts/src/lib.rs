//! The wasm build of the host calls, run under the engine that the node's executor uses.

use census_verdicts_wasm::CAPACITY;
use wasmtime::{Engine, Error, Instance, Module, Store, WasmParams, WasmResults};

mod built {
	#![allow(dead_code, missing_docs, unreachable_pub, reason = "written by the wasm builder")]
	include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
}

/// The calls in wasm, compiled. Each is made of a fresh instance, and answers with the host call's code;
/// it fails if the arguments have more than [`CAPACITY`] bytes, or the module traps.
pub struct WasmCalls {
	engine: Engine,
	module: Module,
}

impl WasmCalls {
	/// Compiles the module.
	///
	/// # Errors
	/// If the module was not built (`SKIP_WASM_BUILD`), or the engine does not take it.
	pub fn new() -> Result<Self, Error> {
		let wasm = built::WASM_BINARY_BLOATY
			.ok_or_else(|| Error::msg("built with SKIP_WASM_BUILD: there is no wasm to run"))?;
		let engine = Engine::default();
		let module = Module::new(&engine, wasm)?;
		Ok(Self { engine, module })
	}

	/// The verdict on an encoded key, a proof and its inputs.
	///
	/// # Errors
	/// See [`WasmCalls`].
	pub fn verify(&self, key: &[u8], proof: &[u8], inputs: &[u8]) -> Result<u32, Error> {
		self.call("groth16_verify", [key, proof, inputs], |lengths| lengths, &mut [])
	}

	/// The outcome of a batch under one key: an encoded key, and the proofs and the inputs of all, one
	/// after the other.
	///
	/// # Errors
	/// See [`WasmCalls`].
	pub fn verify_batch(&self, key: &[u8], proofs: &[u8], inputs: &[u8]) -> Result<u64, Error> {
		self.call("groth16_verify_batch", [key, proofs, inputs], |lengths| lengths, &mut [])
	}

	/// Poseidon of two field elements.
	///
	/// # Errors
	/// See [`WasmCalls`].
	pub fn poseidon(
		&self,
		left: &[u8; 32],
		right: &[u8; 32],
		out: &mut [u8; 32],
	) -> Result<u32, Error> {
		let before = *out;
		self.call("poseidon", [left, right, &before], |lengths| lengths, out)
	}

	/// The nodes that change when leaves are appended to a tree of `size`.
	///
	/// # Errors
	/// See [`WasmCalls`].
	pub fn append(
		&self,
		size: u64,
		frontier: &[u8],
		leaves: &[u8],
		out: &mut [u8],
	) -> Result<u32, Error> {
		let before = out.to_vec();
		let with_size = |(frontier, leaves, room)| (frontier, leaves, room, size);
		self.call("lean_imt_append", [frontier, leaves, &before], with_size, out)
	}

	/// What a function of the module answers, and writes. `parameters` are made of the arguments'
	/// lengths.
	fn call<P: WasmParams, T: WasmResults>(
		&self,
		name: &str,
		arguments: [&[u8]; 3],
		parameters: impl FnOnce((u32, u32, u32)) -> P,
		out: &mut [u8],
	) -> Result<T, Error> {
		let bytes = arguments.concat();
		if bytes.len() > CAPACITY {
			return Err(Error::msg("the arguments do not fit into the module's buffer"));
		}
		let mut store = Store::new(&self.engine, ());
		let instance = Instance::new(&mut store, &self.module, &[])?;
		let memory = instance
			.get_memory(&mut store, "memory")
			.ok_or_else(|| Error::msg("the module exports no memory"))?;
		let buffer = instance.get_typed_func::<(), u32>(&mut store, "buffer")?;
		let start = buffer.call(&mut store, ())? as usize;
		memory.write(&mut store, start, &bytes)?;
		let [one, two, three] = arguments.map(|argument| argument.len() as u32);
		let function = instance.get_typed_func::<P, T>(&mut store, name)?;
		let answer = function.call(&mut store, parameters((one, two, three)))?;
		memory.read(&store, start, out)?;
		Ok(answer)
	}
}
