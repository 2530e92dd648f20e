//! The wasm build of the verifier, run under the engine that the node's executor uses.

use census_verdicts_wasm::CAPACITY;
use wasmtime::{Engine, Error, Instance, Module, Store};

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
		let arguments = [key, proof, inputs].concat();
		if arguments.len() > CAPACITY {
			return Err(Error::msg("the arguments do not fit into the module's buffer"));
		}
		let mut store = Store::new(&self.engine, ());
		let instance = Instance::new(&mut store, &self.module, &[])?;
		let memory = instance
			.get_memory(&mut store, "memory")
			.ok_or_else(|| Error::msg("the module exports no memory"))?;
		let buffer = instance.get_typed_func::<(), u32>(&mut store, "buffer")?;
		let start = buffer.call(&mut store, ())?;
		memory.write(&mut store, start as usize, &arguments)?;
		let lengths = (key.len() as u32, proof.len() as u32, inputs.len() as u32);
		let verify =
			instance.get_typed_func::<(u32, u32, u32), u32>(&mut store, "verify_groth16")?;
		verify.call(&mut store, lengths)
	}
}
