//! The witness: the published circuit's own program (Circom 2 wasm) computes it from the inputs.

use crate::Error;
use ark_bn254::Fr;
use ark_ff::{BigInt, PrimeField};
use census_zk_types::FieldElement;
use std::path::Path;
use wasmtime::{
	Cache, CacheConfig, Caller, Config, Engine, InstancePre, Linker, Memory, Module, Store,
	TypedFunc, WasmParams, WasmResults,
};
use zeroize::Zeroizing;

const WORD_LIMBS: u32 = 8;

/// A circuit's program, compiled. Each witness is computed in a memory of its own, which goes back
/// to the operating system afterwards.
pub(crate) struct Program {
	engine: Engine,
	instance: InstancePre<Exception>,
}

/// The last code that the program reported.
type Exception = Option<u32>;

fn unusable(error: wasmtime::Error) -> Error {
	Error::Program(error.to_string())
}

/// FNV-1a with 64 bits, by which the program knows its inputs.
fn name_hash(name: &str) -> u64 {
	name.bytes()
		.fold(0xcbf29ce484222325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100000001b3))
}

struct Running {
	store: Store<Exception>,
	instance: wasmtime::Instance,
}

impl Running {
	fn function<P: WasmParams, R: WasmResults>(
		&mut self,
		name: &str,
	) -> Result<TypedFunc<P, R>, Error> {
		self.instance.get_typed_func(&mut self.store, name).map_err(unusable)
	}

	fn call<P: WasmParams, R: WasmResults>(
		&mut self,
		function: &TypedFunc<P, R>,
		parameters: P,
	) -> Result<R, Error> {
		function.call(&mut self.store, parameters).map_err(|_| {
			// The codes of Circom's `runtime.exceptionHandler`. What wasmtime says of a trap adds
			// nothing, and no value of the witness is to get out.
			Error::Witness(match self.store.data() {
				Some(1) => "it has no input of this name",
				Some(2 | 6) => "an input has too many numbers",
				Some(3) => "an input is set twice",
				Some(4) => "a constraint does not hold",
				_ => "its program failed",
			})
		})
	}

	fn call_by_name<R: WasmResults>(&mut self, name: &str) -> Result<R, Error> {
		let function = self.function::<(), R>(name)?;
		self.call(&function, ())
	}

	/// The 32 bytes through which numbers come and go.
	fn window(&mut self) -> Result<(Memory, usize), Error> {
		let start: u32 = self.call_by_name("getSharedRWMemoryStart")?;
		let memory = self.instance.get_memory(&mut self.store, "memory");
		let memory = memory.ok_or_else(|| Error::Program("it has no memory".into()))?;
		Ok((memory, start as usize))
	}
}

impl Program {
	/// Compiles a program. What is compiled is kept in `cache`, if there is one, and found there
	/// the next time.
	///
	/// # Errors
	/// [`Error::Program`].
	pub(crate) fn compile(wasm: &[u8], cache: Option<&Path>) -> Result<Self, Error> {
		let mut config = Config::new();
		if let Some(directory) = cache {
			let mut cache = CacheConfig::new();
			cache.with_directory(directory);
			config.cache(Some(Cache::new(cache).map_err(unusable)?));
		}
		let engine = Engine::new(&config).map_err(unusable)?;
		let module = Module::new(&engine, wasm).map_err(unusable)?;
		let mut linker: Linker<Exception> = Linker::new(&engine);
		let exception = |mut caller: Caller<'_, Exception>, code: u32| {
			*caller.data_mut() = Some(code);
			Err::<(), _>(wasmtime::Error::msg("the circuit's program raised an exception"))
		};
		linker.func_wrap("runtime", "exceptionHandler", exception).map_err(unusable)?;
		// Where the program would print, it may print what is secret.
		for silent in ["printErrorMessage", "writeBufferMessage", "showSharedRWMemory"] {
			linker.func_wrap("runtime", silent, || {}).map_err(unusable)?;
		}
		let instance = linker.instantiate_pre(&module).map_err(unusable)?;
		let program = Self { engine, instance };

		let mut running = program.start()?;
		let limbs: u32 = running.call_by_name("getFieldNumLen32")?;
		running.call_by_name::<()>("getRawPrime")?;
		let (memory, start) = running.window()?;
		if limbs != WORD_LIMBS || read_word(&running.store, memory, start)? != Fr::MODULUS {
			return Err(Error::Program("it is not over BN254's scalar field".into()));
		}
		Ok(program)
	}

	fn start(&self) -> Result<Running, Error> {
		let mut store = Store::new(&self.engine, None);
		let instance = self.instance.instantiate(&mut store).map_err(unusable)?;
		Ok(Running { store, instance })
	}

	/// The witness of `variables` numbers for named inputs.
	///
	/// # Errors
	/// [`Error::Witness`] if the circuit refuses the inputs; [`Error::Program`] if the program is
	/// of another circuit.
	pub(crate) fn witness(
		&self,
		inputs: &[(&str, &[FieldElement])],
		variables: usize,
	) -> Result<Zeroizing<Vec<Fr>>, Error> {
		let mut running = self.start()?;
		let init = running.function::<u32, ()>("init")?;
		// The program checks its constraints as it goes.
		running.call(&init, 1)?;
		let size: u32 = running.call_by_name("getWitnessSize")?;
		let count: u32 = running.call_by_name("getInputSize")?;
		if size as usize != variables
			|| count as usize != inputs.iter().map(|(_, numbers)| numbers.len()).sum::<usize>()
		{
			return Err(Error::Program("it is not of the proving key's circuit".into()));
		}

		let (memory, start) = running.window()?;
		let set = running.function::<(u32, u32, u32), ()>("setInputSignal")?;
		for (name, numbers) in inputs {
			let hash = name_hash(name);
			for (position, number) in numbers.iter().enumerate() {
				let mut bytes = Zeroizing::new(number.to_be_bytes());
				bytes.reverse();
				memory
					.write(&mut running.store, start, &*bytes)
					.map_err(|error| unusable(error.into()))?;
				running.call(&set, ((hash >> 32) as u32, hash as u32, position as u32))?;
			}
		}

		let get = running.function::<u32, ()>("getWitness")?;
		let mut witness = Zeroizing::new(Vec::with_capacity(variables));
		for index in 0..size {
			running.call(&get, index)?;
			let number = read_word(&running.store, memory, start)?;
			witness.push(
				Fr::from_bigint(number).ok_or(Error::Witness("a number is not in the field"))?,
			);
		}
		Ok(witness)
	}
}

fn read_word(store: &Store<Exception>, memory: Memory, start: usize) -> Result<BigInt<4>, Error> {
	let mut bytes = [0; 32];
	memory.read(store, start, &mut bytes).map_err(|error| unusable(error.into()))?;
	Ok(BigInt(core::array::from_fn(|limb| {
		u64::from_le_bytes(core::array::from_fn(|byte| bytes[8 * limb + byte]))
	})))
}
