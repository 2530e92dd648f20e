//! Chain specifications: what a node must know of a chain before it has any of its blocks.
//!
//! Two are built in, from the runtime's presets and its code as wasm. Any other comes from a file.

use census_runtime::{
	constants::{SS58_PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL},
	opaque::Block,
	LOCAL_PRESET, WASM_BINARY,
};
use sc_chain_spec::ChainSpecExtension;
use sc_client_api::{BadBlocks, ForkBlocks};
use sc_service::{ChainType, GenericChainSpec, Properties};
use sc_sync_state_rpc::LightSyncStateExtension;
use serde::{Deserialize, Serialize};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use std::path::PathBuf;

/// A specification of a Census chain. Its genesis state is built with the node's host functions.
pub type ChainSpec = GenericChainSpec<Extensions, census_zk_host::HostFunctions>;

/// The first part of the network protocols' names.
const PROTOCOL_ID: &str = "census";

/// What a specification can say besides the usual.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
	/// Blocks of which a node takes no others of the same number.
	pub fork_blocks: ForkBlocks<Block>,
	/// Blocks that a node never takes.
	pub bad_blocks: BadBlocks<Block>,
	/// Where a light client starts; `sync_state_genSyncSpec` fills it in.
	pub light_sync_state: LightSyncStateExtension,
}

/// A chain of one validator, for development.
pub fn development() -> Result<ChainSpec, String> {
	Ok(builder()?
		.with_name("Census Development")
		.with_id("census_development")
		.with_chain_type(ChainType::Development)
		.with_genesis_config_preset_name(DEV_RUNTIME_PRESET)
		.build())
}

/// A chain of four validators on one machine.
pub fn local() -> Result<ChainSpec, String> {
	Ok(builder()?
		.with_name("Census Local")
		.with_id("census_local")
		.with_chain_type(ChainType::Local)
		.with_genesis_config_preset_name(LOCAL_PRESET)
		.build())
}

/// The specification called `id`: `dev` or `development`, `local`, or a file's path.
pub fn load(id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
	Ok(Box::new(match id {
		"dev" | DEV_RUNTIME_PRESET => development()?,
		LOCAL_PRESET => local()?,
		"" => {
			return Err(
				"which chain? `--dev`, `--chain local` or `--chain <a specification's file>`"
					.into(),
			)
		}
		path => ChainSpec::from_json_file(PathBuf::from(path))?,
	}))
}

fn builder(
) -> Result<sc_chain_spec::ChainSpecBuilder<Extensions, census_zk_host::HostFunctions>, String> {
	let code = WASM_BINARY.ok_or(
		"this node was built without the runtime's wasm: build it without SKIP_WASM_BUILD",
	)?;
	Ok(ChainSpec::builder(code, Extensions::default())
		.with_protocol_id(PROTOCOL_ID)
		.with_properties(properties()))
}

/// How clients show amounts and addresses.
fn properties() -> Properties {
	Properties::from_iter([
		("tokenSymbol".into(), TOKEN_SYMBOL.into()),
		("tokenDecimals".into(), TOKEN_DECIMALS.into()),
		("ss58Format".into(), SS58_PREFIX.into()),
	])
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_chain_spec::get_extension;
	use sp_core::storage::well_known_keys::CODE;
	use sp_runtime::BuildStorage;

	#[test]
	fn the_wasm_runtime_builds_the_genesis_state_of_both_chains() {
		for spec in [development().unwrap(), local().unwrap()] {
			let storage = spec.build_storage().unwrap();
			assert_eq!(storage.top.get(CODE).map(Vec::as_slice), WASM_BINARY);
			assert!(storage.top.len() > 20, "{}", storage.top.len());
		}
	}

	#[test]
	fn chains_are_found_by_name() {
		assert_eq!(load("dev").unwrap().id(), "census_development");
		assert_eq!(load("development").unwrap().id(), "census_development");
		let local = load("local").unwrap();
		assert_eq!(local.id(), "census_local");
		assert_eq!(local.protocol_id(), Some("census"));
		assert_eq!(
			serde_json::to_value(local.properties()).unwrap(),
			serde_json::json!({ "tokenSymbol": "CEN", "tokenDecimals": 12, "ss58Format": 42 })
		);
	}

	#[test]
	fn a_chain_that_is_no_file_is_refused_with_its_path() {
		let error = load("no/such/chain.json").err().unwrap();
		assert!(error.contains("no/such/chain.json"), "{error}");
		assert!(load("").err().unwrap().contains("--dev"));
	}

	#[test]
	fn a_specification_survives_its_file() {
		let spec = development().unwrap();
		for raw in [false, true] {
			let json = spec.as_json(raw).unwrap();
			let read = ChainSpec::from_json_bytes(json.clone().into_bytes()).unwrap();
			assert_eq!(read.as_json(raw).unwrap(), json);
			assert_eq!(
				read.build_storage().unwrap().top,
				spec.build_storage().unwrap().top,
				"raw: {raw}"
			);
		}
	}

	#[test]
	fn the_light_sync_state_can_be_filled_in() {
		let spec = load("dev").unwrap();
		assert!(get_extension::<LightSyncStateExtension>(spec.extensions()).is_some());
	}
}
