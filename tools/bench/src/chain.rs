//! A development chain without a network: the real runtime, executor and database, and the node's own
//! way from a block to the database. Blocks are made by hand and carry no seal.

use census_preverify::Preverify;
use census_runtime::{
	constants::SLOT_MILLISECONDS, opaque::Block, Nonce, RuntimeApi, RuntimeCall, SignedPayload,
	TxExtension, UncheckedExtrinsic, VERSION,
};
use codec::{Compact, Decode, Encode};
use sc_block_builder::BlockBuilderBuilder;
use sc_chain_spec::{ChainSpec, GenesisBlockBuilder};
use sc_client_api::execution_extensions::ExecutionExtensions;
use sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource};
use sc_consensus::{BlockImport, BlockImportParams, ForkChoiceStrategy, ImportResult};
use sc_executor::WasmExecutor;
use sc_service::{new_client, new_db_backend, ClientConfig, TFullClient};
use sp_blockchain::{ApplyExtrinsicFailed, Error as ClientError, HeaderBackend};
use sp_consensus::BlockOrigin;
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	BABE_ENGINE_ID,
};
use sp_core::{testing::TaskExecutor, Pair};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	generic::Era, traits::Block as _, Digest, DigestItem, MultiSignature, OpaqueExtrinsic,
};
use std::{
	env, fs,
	path::PathBuf,
	process,
	sync::{
		atomic::{AtomicU32, Ordering::Relaxed},
		Arc,
	},
	time::{Duration, Instant},
};

type HostFunctions = (sp_io::SubstrateHostFunctions, census_zk_host::HostFunctions);
type Executor = WasmExecutor<HostFunctions>;
/// The node's client.
pub(crate) type Client = TFullClient<Block, RuntimeApi, Executor>;

/// The slot of the first block: any that is not long ago.
const FIRST_SLOT: u64 = 300_000_000;
/// Under which name a block bears its mark.
const MARK_ENGINE_ID: [u8; 4] = *b"mark";
/// What the node has by default for the state's nodes.
const TRIE_CACHE_BYTES: usize = 1024 * 1024 * 1024;
/// What the node has by default for its database, in MiB.
const DATABASE_CACHE_MIB: usize = 1024;

/// A chain over a database of its own.
pub(crate) struct Chain {
	/// The client behind it.
	pub(crate) client: Arc<Client>,
	import: Preverify<Arc<Client>, Client>,
	directory: PathBuf,
}

impl Chain {
	/// A chain with its genesis block.
	pub(crate) fn new() -> Self {
		static NEXT: AtomicU32 = AtomicU32::new(0);
		let name = format!("census-bench-{}-{}", process::id(), NEXT.fetch_add(1, Relaxed));
		let directory = env::temp_dir().join(name);
		let executor = Executor::builder().build();
		let backend = new_db_backend::<Block>(DatabaseSettings {
			trie_cache_maximum_size: Some(TRIE_CACHE_BYTES),
			state_pruning: None,
			source: DatabaseSource::RocksDb {
				path: directory.clone(),
				cache_size: DATABASE_CACHE_MIB,
			},
			blocks_pruning: BlocksPruning::KeepAll,
			pruning_filters: Vec::new(),
			metrics_registry: None,
		})
		.expect("a temporary directory can be written");
		let spec = census_chain_spec::development().expect("the runtime was built");
		let genesis = GenesisBlockBuilder::new(
			spec.as_storage_builder(),
			true,
			backend.clone(),
			executor.clone(),
		)
		.expect("the development chain has a genesis state");
		let client = new_client(
			backend,
			executor.clone(),
			genesis,
			None,
			None,
			ExecutionExtensions::new(None, Arc::new(executor)),
			Box::new(TaskExecutor::new()),
			None,
			None,
			ClientConfig::default(),
		)
		.expect("the genesis block can be imported");
		let client = Arc::new(client);
		Self { import: Preverify::new(client.clone(), client.clone()), client, directory }
	}

	/// A transaction of Alice's, as clients sign it: format 4.
	pub(crate) fn signed(&self, nonce: Nonce, call: RuntimeCall) -> OpaqueExtrinsic {
		let genesis = self.client.info().genesis_hash;
		let (tip, metadata_hash) = (Compact(0u128), 0u8);
		let extension = (Era::immortal(), Compact(nonce), tip, metadata_hash).encode();
		let extension =
			TxExtension::decode(&mut &extension[..]).expect("this is what an extension says");
		let (spec, format) = (VERSION.spec_version, VERSION.transaction_version);
		let implicit = ((), (), spec, format, genesis, genesis, (), (), (), None, ());
		let payload = SignedPayload::from_raw(call, extension, implicit);
		let who = Sr25519Keyring::Alice;
		let signature = payload.using_encoded(|bytes| who.pair().sign(bytes));
		let (call, extension, _) = payload.deconstruct();
		let signature = MultiSignature::Sr25519(signature);
		UncheckedExtrinsic::new_signed(call, who.to_account_id().into(), signature, extension)
			.into()
	}

	/// Makes a block on the best one, of as many of the transactions as it holds. Two blocks with
	/// different marks differ in nothing else.
	pub(crate) fn make(&self, mark: u32, transactions: &[OpaqueExtrinsic]) -> Block {
		let info = self.client.info();
		let slot = FIRST_SLOT + u64::from(info.best_number);
		let pre_digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
			authority_index: 0,
			slot: slot.into(),
		});
		let logs = vec![
			DigestItem::PreRuntime(BABE_ENGINE_ID, pre_digest.encode()),
			DigestItem::PreRuntime(MARK_ENGINE_ID, mark.encode()),
		];
		let mut builder = BlockBuilderBuilder::new(&*self.client)
			.on_parent_block(info.best_hash)
			.with_parent_block_number(info.best_number)
			.with_inherent_digests(Digest { logs })
			.build()
			.expect("the runtime begins a block");
		let now = pallet_timestamp::Call::set { now: slot * SLOT_MILLISECONDS };
		let inherent = UncheckedExtrinsic::new_bare(now.into());
		builder.push(inherent.into()).expect("it is the slot's time");
		for transaction in transactions {
			match builder.push(transaction.clone()) {
				Ok(()) => {}
				Err(ClientError::ApplyExtrinsicFailed(ApplyExtrinsicFailed::Validity(error)))
					if error.exhausted_resources() =>
				{
					break
				}
				Err(error) => panic!("a transaction is refused: {error}"),
			}
		}
		builder.build().expect("the runtime ends a block").into_inner().0
	}

	/// Imports a block that came from elsewhere, and tells how long it took. Only the best one is
	/// built upon.
	pub(crate) fn import(&self, block: Block, best: bool) -> Result<Duration, String> {
		let (header, body) = block.deconstruct();
		let mut params = BlockImportParams::new(BlockOrigin::NetworkBroadcast, header);
		params.body = Some(body);
		params.fork_choice = Some(ForkChoiceStrategy::Custom(best));
		let start = Instant::now();
		match futures::executor::block_on(self.import.import_block(params)) {
			Ok(ImportResult::Imported(_)) => Ok(start.elapsed()),
			Ok(other) => Err(format!("{other:?}")),
			Err(error) => Err(error.to_string()),
		}
	}

	/// Makes blocks of the transactions, as many as it takes, and imports them.
	pub(crate) fn advance(&self, mut transactions: &[OpaqueExtrinsic]) {
		loop {
			let block = self.make(0, transactions);
			let taken = block.extrinsics.len() - 1;
			self.import(block, true).expect("the block was just made");
			transactions = &transactions[taken..];
			if transactions.is_empty() {
				break;
			}
			assert!(taken > 0, "a transaction fits no block");
		}
	}
}

impl Drop for Chain {
	fn drop(&mut self) {
		// What stays behind lies in the temporary directory.
		let _ = fs::remove_dir_all(&self.directory);
	}
}
