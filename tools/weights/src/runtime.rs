//! A runtime with benchmarks: its blob, the executor, and the states its benchmarks run over.

use codec::{Decode, DecodeAll, Encode};
use frame_benchmarking::{
	BenchmarkBatch, BenchmarkConfig, BenchmarkList, BenchmarkParameter, BenchmarkResult,
};
use sc_chain_spec::{GenesisConfigBuilderRuntimeCaller, DEV_RUNTIME_PRESET};
use sc_client_db::BenchmarkingState;
use sc_executor::WasmExecutor;
use sp_core::{
	storage::well_known_keys::CODE,
	traits::{CallContext, FetchRuntimeCode, ReadRuntimeVersionExt, RuntimeCode},
};
use sp_externalities::Extensions;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{OverlayedChanges, StateMachine};
use std::borrow::Cow;

/// What a node has beyond the host functions that every Substrate node has, and the clock and the
/// state's counters, which only benchmarks ask for.
type OwnHostFunctions =
	(census_zk_host::HostFunctions, frame_benchmarking::benchmarking::HostFunctions);
type Executor = WasmExecutor<(sp_io::SubstrateHostFunctions, OwnHostFunctions)>;
type State = BenchmarkingState<BlakeTwo256>;

/// The pallets' benchmarks, as the runtime lists them.
pub(crate) struct Pallet {
	pub(crate) name: String,
	pub(crate) instance: String,
	pub(crate) benchmarks: Vec<Benchmark>,
}

/// One benchmark: its name, and each component's name, least and greatest value.
pub(crate) struct Benchmark {
	pub(crate) name: String,
	pub(crate) components: Vec<(BenchmarkParameter, u32, u32)>,
}

/// The values of a benchmark's components in one run.
pub(crate) type Point = Vec<(BenchmarkParameter, u32)>;

/// What a run is for. Counting reads and writes takes time, so the two are not done at once.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
	/// Once, with the benchmark's own checks of its outcome.
	Check,
	/// Once, with reads and writes counted.
	Count,
	/// As many times as said, with nothing else going on.
	Time { repeat: u32 },
}

pub(crate) struct Runtime {
	blob: Vec<u8>,
	hash: Vec<u8>,
	executor: Executor,
	plain: State,
	counting: State,
}

impl FetchRuntimeCode for Runtime {
	fn fetch_runtime_code(&self) -> Option<Cow<'_, [u8]>> {
		Some(self.blob.as_slice().into())
	}
}

impl Runtime {
	/// Builds the genesis state of the blob's `development` preset.
	pub(crate) fn new(blob: Vec<u8>) -> Result<Self, String> {
		let mut genesis = GenesisConfigBuilderRuntimeCaller::<OwnHostFunctions>::new(&blob)
			.get_storage_for_named_preset(Some(&DEV_RUNTIME_PRESET.to_string()))
			.map_err(|e| format!("cannot build the genesis state: {e}"))?;
		// As on a real chain, where the code is the largest value of all.
		genesis.top.insert(CODE.to_vec(), blob.clone());
		Ok(Self {
			hash: sp_crypto_hashing::blake2_256(&blob).to_vec(),
			blob,
			// The executor's defaults are the node's: compiled, from a pool, copied on write.
			executor: WasmExecutor::builder().build(),
			plain: State::new(genesis.clone(), None, false, false)?,
			counting: State::new(genesis, None, false, true)?,
		})
	}

	/// The benchmarks that weights need, by pallet.
	pub(crate) fn benchmarks(&self) -> Result<Vec<Pallet>, String> {
		let with_extra = false;
		// Storage descriptions follow the lists; proof sizes would need them, and there are none.
		let answer = self
			.call(&self.plain, "Benchmark_benchmark_metadata", &with_extra)
			.map_err(|e| format!("{e} (was the runtime built with `runtime-benchmarks`?)"))?;
		let lists = Vec::<BenchmarkList>::decode(&mut &answer[..])
			.map_err(|e| format!("the list of benchmarks cannot be decoded: {e}"))?;
		lists.into_iter().map(Pallet::try_from).collect()
	}

	/// Runs one benchmark at one point. The answer is empty if the benchmark skips the point.
	pub(crate) fn run(
		&self,
		pallet: &Pallet,
		benchmark: &Benchmark,
		point: &Point,
		purpose: Purpose,
	) -> Result<Vec<BenchmarkResult>, String> {
		let (state, verify, internal_repeats) = match purpose {
			Purpose::Check => (&self.plain, true, 1),
			Purpose::Count => (&self.counting, false, 1),
			Purpose::Time { repeat } => (&self.plain, false, repeat),
		};
		let config = BenchmarkConfig {
			pallet: pallet.name.clone().into_bytes(),
			instance: pallet.instance.clone().into_bytes(),
			benchmark: benchmark.name.clone().into_bytes(),
			selected_components: point.clone(),
			verify,
			internal_repeats,
		};
		let failed =
			|reason| format!("{}::{} failed at {point:?}: {reason}", pallet.name, benchmark.name);
		let answer = self.call(state, "Benchmark_dispatch_benchmark", &config).map_err(failed)?;
		let batches = Result::<Vec<BenchmarkBatch>, String>::decode_all(&mut &answer[..])
			.map_err(|e| failed(e.to_string()))?
			.map_err(failed)?;
		Ok(batches.into_iter().flat_map(|batch| batch.results).collect())
	}

	fn call(&self, state: &State, method: &str, argument: &impl Encode) -> Result<Vec<u8>, String> {
		let mut extensions = Extensions::default();
		extensions.register(KeystoreExt::new(MemoryKeystore::new()));
		extensions.register(ReadRuntimeVersionExt::new(self.executor.clone()));
		let code = RuntimeCode { code_fetcher: self, heap_pages: None, hash: self.hash.clone() };
		let answer = StateMachine::new(
			state,
			&mut OverlayedChanges::default(),
			&self.executor,
			method,
			&argument.encode(),
			&mut extensions,
			&code,
			CallContext::Offchain,
		)
		.execute();
		answer.map_err(|e| e.to_string())
	}
}

impl TryFrom<BenchmarkList> for Pallet {
	type Error = String;

	fn try_from(list: BenchmarkList) -> Result<Self, String> {
		let text = |bytes| String::from_utf8(bytes).map_err(|_| "a name is no UTF-8".to_string());
		Ok(Self {
			name: text(list.pallet)?,
			instance: text(list.instance)?,
			benchmarks: list
				.benchmarks
				.into_iter()
				.map(|b| Ok(Benchmark { name: text(b.name)?, components: b.components }))
				.collect::<Result<_, String>>()?,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_no_runtime_is_refused() {
		let error = Runtime::new(b"no wasm".to_vec()).err().unwrap();
		assert!(error.contains("genesis"), "{error}");
	}
}
