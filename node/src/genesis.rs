//! The genesis block: built where the database has none, and compared where it has one.
//!
//! To build it, the runtime is asked, which takes seconds if it has yet to be compiled. So it is
//! built by the executor that the client uses too, and only where it is needed: a database keeps a
//! note of the specification that its genesis was found to be of.

use census_chain_spec::genesis::{cannot_be_built, examine, note, source, NOTE};
use census_runtime::opaque::Block;
use codec::{Decode, Encode};
use sc_chain_spec::{json_merge, BuildGenesisBlock, GenesisBlockBuilder};
use sc_client_api::{Backend as _, HeaderBackend};
use sc_executor::RuntimeVersionOf;
use sc_service::{ChainSpec, Error as ServiceError, TFullBackend};
use serde_json::Value;
use sp_core::{
	storage::{well_known_keys::CODE, Storage},
	traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
};
use sp_crypto_hashing::blake2_256;
use sp_genesis_builder::PresetId;
use sp_runtime::traits::Block as BlockT;
use sp_state_machine::BasicExternalities;
use std::sync::Arc;

type Backend = TFullBackend<Block>;
type Operation = <Backend as sc_client_api::Backend<Block>>::BlockImportOperation;

/// What the genesis block of a chain is made from.
pub(crate) struct Genesis<E> {
	/// The part of the specification that says what the state is.
	source: Value,
	/// Builds the state where `source` is the state itself.
	spec: Box<dyn ChainSpec>,
	/// Whether the state is written down too: a node that fetches a newer one needs none.
	with_state: bool,
	backend: Arc<Backend>,
	executor: E,
}

impl<E: CodeExecutor + RuntimeVersionOf + Clone> Genesis<E> {
	/// Reads the specification. Nothing is built yet.
	pub(crate) fn new(
		spec: &dyn ChainSpec,
		with_state: bool,
		backend: Arc<Backend>,
		executor: E,
	) -> Result<Self, ServiceError> {
		let source = source(spec).map_err(ServiceError::Other)?;
		Ok(Self { source, spec: spec.cloned_box(), with_state, backend, executor })
	}

	/// What to note about a database whose genesis is of this specification.
	fn note(&self) -> [u8; 32] {
		note(&self.source)
	}

	/// Refuses a database that holds another chain than the specification's. An empty one holds none.
	///
	/// # Errors
	/// Both hashes, where they differ; and why the genesis state cannot be built.
	pub(crate) fn check(&self) -> Result<(), ServiceError> {
		let info = self.backend.blockchain().info();
		if info.best_hash == Default::default()
			|| self.backend.get_aux(NOTE)?.as_deref() == Some(&self.note())
		{
			return Ok(());
		}
		let (block, _) = self.build(false)?;
		let expected = block.hash();
		if info.genesis_hash != expected {
			return Err(ServiceError::Other(format!(
				"the database holds another chain: its genesis is {:?}, and that of the chain \
				 specification is {expected:?}. Choose another --base-path, or delete the database \
				 with `purge-chain`.",
				info.genesis_hash
			)));
		}
		self.backend.insert_aux(&[(NOTE, &self.note()[..])], &[])?;
		Ok(())
	}

	fn build(&self, with_state: bool) -> sp_blockchain::Result<(Block, Operation)> {
		let storage = self.storage().map_err(sp_blockchain::Error::Storage)?;
		let (backend, executor) = (self.backend.clone(), self.executor.clone());
		GenesisBlockBuilder::new_with_storage(storage, with_state, backend, executor)?
			.build_genesis_block()
	}

	/// The genesis state, on which a chain can live: what else an operator should know of it is logged.
	fn storage(&self) -> Result<Storage, String> {
		let storage = self.state().map_err(|error| cannot_be_built(&*self.spec, &error))?;
		for doubt in examine(storage.clone())? {
			log::warn!("{doubt}");
		}
		Ok(storage)
	}

	fn state(&self) -> Result<Storage, String> {
		let Some(of_runtime) = self.source.get("runtimeGenesis") else {
			return self.spec.as_storage_builder().build_storage();
		};
		let code = of_runtime["code"].as_str().unwrap_or_default();
		let code = sp_core::bytes::from_hex(code)
			.map_err(|error| format!("the code in the chain specification: {error}"))?;
		let builder = Builder { code: &code, executor: &self.executor };
		let config = match (of_runtime.get("config"), of_runtime.get("patch")) {
			(Some(config), _) => config.clone(),
			(None, patch) => {
				let mut config = builder.default_config()?;
				json_merge(
					&mut config,
					patch.cloned().unwrap_or_else(|| Value::Object(Default::default())),
				);
				config
			}
		};
		let mut storage = builder.state(&config)?;
		storage.top.insert(CODE.to_vec(), code);
		Ok(storage)
	}
}

impl<E: CodeExecutor + RuntimeVersionOf + Clone> BuildGenesisBlock<Block> for Genesis<E> {
	type BlockImportOperation = Operation;

	fn build_genesis_block(self) -> sp_blockchain::Result<(Block, Operation)> {
		let (block, mut operation) = self.build(self.with_state)?;
		let note = (NOTE.to_vec(), Some(self.note().to_vec()));
		sc_client_api::BlockImportOperation::insert_aux(&mut operation, [note])?;
		Ok((block, operation))
	}
}

/// A runtime that is asked for its genesis state.
struct Builder<'a, E> {
	code: &'a [u8],
	executor: &'a E,
}

impl<E: CodeExecutor> Builder<'_, E> {
	fn call(
		&self,
		state: &mut BasicExternalities,
		question: &str,
		argument: &[u8],
	) -> Result<Vec<u8>, String> {
		let code = WrappedRuntimeCode(self.code.into());
		// The client knows the code by the same hash: it is compiled once.
		let hash = blake2_256(self.code).to_vec();
		let code = RuntimeCode { code_fetcher: &code, heap_pages: None, hash };
		let context = CallContext::Offchain;
		let (answer, _) = self.executor.call(state, &code, question, argument, context);
		answer.map_err(|error| error.to_string())
	}

	/// What the runtime takes where a specification does not say.
	fn default_config(&self) -> Result<Value, String> {
		let mut state = BasicExternalities::new_empty();
		let none = Option::<PresetId>::None.encode();
		let answer = self.call(&mut state, "GenesisBuilder_get_preset", &none)?;
		let json = Option::<Vec<u8>>::decode(&mut &answer[..]).ok().flatten();
		let json = json.and_then(|json| serde_json::from_slice(&json).ok());
		json.ok_or_else(|| "the runtime has no default genesis".into())
	}

	/// The state that a whole configuration makes.
	fn state(&self, config: &Value) -> Result<Storage, String> {
		let mut state = BasicExternalities::new_empty();
		let config = config.to_string().into_bytes().encode();
		let answer = self.call(&mut state, "GenesisBuilder_build_state", &config)?;
		sp_genesis_builder::Result::decode(&mut &answer[..])
			.map_err(|error| format!("the runtime's answer: {error}"))?
			.map_err(|error| error.to_string())?;
		Ok(state.into_storages())
	}
}
