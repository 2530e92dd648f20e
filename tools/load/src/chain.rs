//! The chain that begins with the persons: its specification, and its genesis block.

use census_chain_spec::{genesis, ChainSpec};
use census_runtime::{
	constants::{DAYS, HOURS},
	opaque::Block,
	Hash,
};
use pallet_personhood::Settings;
use sc_client_api::{Backend as _, BlockImportOperation as _, NewBlockState};
use sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource};
use sc_service::TFullBackend;
use serde_json::{json, Value};
use sp_runtime::{traits::Block as _, StateVersion, Storage};
use std::{
	fs,
	path::{Path, PathBuf},
	sync::Arc,
};

/// The chain's name, as folders have it.
const ID: &str = "census_load";
/// How persons live where they are many.
const SETTINGS: Settings<u32> = Settings {
	epoch_length: HOURS / 6,
	epochs_per_pin: 144,
	grace: HOURS / 60,
	recovery_delay: 7 * DAYS,
	rotation_cooldown: DAYS,
	change_delay: 7 * DAYS,
	quorums_intersect: true,
};
/// RocksDB's cache where nothing else is said, in MiB.
const DATABASE_CACHE: usize = 16;

/// The specification: the development chain's, with the span of a great one's epochs and no limit on issuers.
/// It is written to a file, and read from there as a node reads it.
///
/// # Errors
/// In a sentence, if it cannot be made or written.
pub(crate) fn specification(file: &Path) -> Result<Box<dyn sc_service::ChainSpec>, String> {
	let development: ChainSpec = census_chain_spec::development()?;
	let json = sc_service::ChainSpec::as_json(&development, false)?;
	let cannot = |error: serde_json::Error| format!("the chain specification: {error}");
	let mut spec: Value = serde_json::from_str(&json).map_err(cannot)?;
	spec["id"] = json!(ID);
	spec["name"] = json!("Census with persons");
	let persons = &mut spec["genesis"]["runtimeGenesis"]["patch"]["personhood"];
	persons["settings"] = serde_json::to_value(SETTINGS).map_err(cannot)?;
	for issuer in persons["issuers"].as_array_mut().into_iter().flatten() {
		issuer["limit"] = json!(u32::MAX);
	}
	let told = |error| format!("cannot write {}: {error}", file.display());
	fs::write(file, format!("{spec:#}")).map_err(told)?;
	census_chain_spec::load(&file.display().to_string())
}

/// A node's database.
pub(crate) type Database = Arc<TFullBackend<Block>>;

/// Opens a node's database. `set` may change how, before that.
///
/// # Errors
/// If it cannot be opened.
pub(crate) fn open(
	path: &Path,
	set: impl FnOnce(&mut DatabaseSettings),
) -> sp_blockchain::Result<Database> {
	let mut settings = DatabaseSettings {
		trie_cache_maximum_size: None,
		state_pruning: None,
		source: DatabaseSource::RocksDb { path: path.into(), cache_size: DATABASE_CACHE },
		blocks_pruning: BlocksPruning::KeepFinalized,
		pruning_filters: Vec::new(),
		metrics_registry: None,
	};
	set(&mut settings);
	sc_service::new_db_backend::<Block>(settings)
}

/// Where a node with this base path has its database.
pub(crate) fn path_in(base_path: &Path) -> PathBuf {
	base_path.join("chains").join(ID).join("db/full")
}

/// Makes a node's database, in which there is nothing yet.
///
/// # Errors
/// In a sentence, if there is one, or it cannot be made.
pub(crate) fn prepare(path: &Path) -> Result<(), String> {
	if path.exists() {
		return Err(format!("{} is there already", path.display()));
	}
	open(path, |_| ()).map(drop).map_err(|error| format!("cannot make {}: {error}", path.display()))
}

/// Makes the genesis block of a state that is in the database already, with this root. It is noted to be of the
/// specification, though that alone makes a chain without the persons: so the node takes it as it is.
///
/// # Errors
/// In a sentence, if the database cannot be written.
pub(crate) fn begin(
	path: &Path,
	spec: &dyn sc_service::ChainSpec,
	root: Hash,
) -> Result<(), String> {
	let block = sc_chain_spec::construct_genesis_block::<Block>(root, StateVersion::V1);
	let (header, body) = block.deconstruct();
	let note = genesis::note(&genesis::source(spec)?).to_vec();
	let write = || {
		let backend = open(path, |_| ())?;
		let mut operation = backend.begin_operation()?;
		// A state is not a block's own unless one is given: this one is empty.
		operation.set_genesis_state(Storage::default(), true, StateVersion::V1)?;
		operation.insert_aux([(genesis::NOTE.to_vec(), Some(note))])?;
		operation.set_block_data(header, Some(body), None, None, NewBlockState::Final, true)?;
		backend.commit_operation(operation)
	};
	write()
		.map_err(|error: sp_blockchain::Error| format!("cannot write {}: {error}", path.display()))
}
