//! The wasm build of the verifier, run under the engine that the node's executor uses.

use census_verdicts_wasm::CAPACITY;
use wasmtime::{Engine, Error, Instance, Module, Store, WasmResults};

mod built {
	#![allow(dead_code, missing_docs, unreachable_pub, reason = "written by the wasm builder")]
	include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
}

/// The verifier in wasm, compiled.
pub struct WasmVerifier {
	engine: Engine,
	module: Module,
}

impl WasmVerifier {
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

	/// The code of the verdict on an encoded key, a proof and its inputs, from a fresh instance.
	///
	/// # Errors
	/// If the arguments have more than [`CAPACITY`] bytes, or the module traps.
	pub fn verify(&self, key: &[u8], proof: &[u8], inputs: &[u8]) -> Result<u32, Error> {
		self.call("verify_groth16", [key, proof, inputs])
	}

	/// The code of the outcome of a batch under one key: an encoded key, and the proofs and the
	/// inputs of all, one after the other; from a fresh instance.
	///
	/// # Errors
	/// If the arguments have more than [`CAPACITY`] bytes, or the module traps.
	pub fn verify_batch(&self, key: &[u8], proofs: &[u8], inputs: &[u8]) -> Result<u64, Error> {
		self.call("verify_groth16_batch", [key, proofs, inputs])
	}

	/// What a function of the module answers.
	fn call<T: WasmResults>(&self, name: &str, arguments: [&[u8]; 3]) -> Result<T, Error> {
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
		let start = buffer.call(&mut store, ())?;
		memory.write(&mut store, start as usize, &bytes)?;
		let [key, proofs, inputs] = arguments.map(|argument| argument.len() as u32);
		let function = instance.get_typed_func::<(u32, u32, u32), T>(&mut store, name)?;
		function.call(&mut store, (key, proofs, inputs))
	}
}
