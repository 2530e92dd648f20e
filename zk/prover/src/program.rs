//! A published circuit's own program (Circom 2 wasm), which our witnesses are tested against.

use ark_bn254::Fr;
use ark_ff::{BigInt, PrimeField};
use census_zk_types::FieldElement;
use wasmtime::{
	Engine, Error, InstancePre, Linker, Memory, Module, Store, TypedFunc, WasmParams, WasmResults,
};

/// A circuit's program, compiled.
pub(crate) struct Program {
	engine: Engine,
	instance: InstancePre<()>,
}

/// FNV-1a with 64 bits, by which the program knows its inputs.
fn name_hash(name: &str) -> u64 {
	name.bytes()
		.fold(0xcbf29ce484222325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100000001b3))
}

struct Running {
	store: Store<()>,
	instance: wasmtime::Instance,
	memory: Memory,
}

impl Running {
	fn function<P: WasmParams, R: WasmResults>(&mut self, name: &str) -> TypedFunc<P, R> {
		self.instance.get_typed_func(&mut self.store, name).unwrap()
	}

	fn number(&mut self, name: &str) -> u32 {
		self.function::<(), u32>(name).call(&mut self.store, ()).unwrap()
	}

	fn read_word(&self, start: usize) -> BigInt<4> {
		let mut bytes = [0; 32];
		self.memory.read(&self.store, start, &mut bytes).unwrap();
		BigInt(core::array::from_fn(|limb| {
			u64::from_le_bytes(core::array::from_fn(|byte| bytes[8 * limb + byte]))
		}))
	}
}

impl Program {
	pub(crate) fn compile(wasm: &[u8]) -> Self {
		let engine = Engine::default();
		let module = Module::new(&engine, wasm).unwrap();
		let mut linker: Linker<()> = Linker::new(&engine);
		let exception = |code: u32| Err::<(), _>(Error::msg(format!("exception {code}")));
		linker.func_wrap("runtime", "exceptionHandler", exception).unwrap();
		for silent in ["printErrorMessage", "writeBufferMessage", "showSharedRWMemory"] {
			linker.func_wrap("runtime", silent, || {}).unwrap();
		}
		let instance = linker.instantiate_pre(&module).unwrap();
		Self { engine, instance }
	}

	/// The witness for named inputs; an error if the program refuses them.
	pub(crate) fn witness(&self, inputs: &[(&str, &[FieldElement])]) -> Result<Vec<Fr>, Error> {
		let mut store = Store::new(&self.engine, ());
		let instance = self.instance.instantiate(&mut store)?;
		let memory = instance.get_memory(&mut store, "memory").unwrap();
		let mut running = Running { store, instance, memory };
		// The program checks its constraints as it goes.
		running.function::<u32, ()>("init").call(&mut running.store, 1)?;
		let start = running.number("getSharedRWMemoryStart") as usize;
		let set = running.function::<(u32, u32, u32), ()>("setInputSignal");
		for (name, numbers) in inputs {
			let hash = name_hash(name);
			for (position, number) in (0..).zip(*numbers) {
				let mut bytes = number.to_be_bytes();
				bytes.reverse();
				running.memory.write(&mut running.store, start, &bytes)?;
				let parameters = ((hash >> 32) as u32, hash as u32, position);
				set.call(&mut running.store, parameters)?;
			}
		}
		let get = running.function::<u32, ()>("getWitness");
		let size = running.number("getWitnessSize");
		(0..size)
			.map(|index| {
				get.call(&mut running.store, index)?;
				Ok(Fr::from_bigint(running.read_word(start)).unwrap())
			})
			.collect()
	}
}
