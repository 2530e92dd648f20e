//! Chain specifications: what a node must know of a chain before it has any of its blocks.
//!
//! Two are built in, from the runtime's presets and its code as wasm. Any other comes from a file, and
//! [`examined`] says what is wrong with it before a network rests on it.

pub mod genesis;
pub mod network;

use census_runtime::{
	constants::{SS58_PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL},
	opaque::Block,
	preset, LOCAL_PRESET, WASM_BINARY,
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
	Ok(builder(DEV_RUNTIME_PRESET)?
		.with_name("Census Development")
		.with_id("census_development")
		.with_chain_type(ChainType::Development)
		.build())
}

/// A chain of four validators on one machine.
pub fn local() -> Result<ChainSpec, String> {
	Ok(builder(LOCAL_PRESET)?
		.with_name("Census Local")
		.with_id("census_local")
		.with_chain_type(ChainType::Local)
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

/// Whether `id` names a specification that is built in.
pub fn is_built_in(id: &str) -> bool {
	["dev", DEV_RUNTIME_PRESET, LOCAL_PRESET].contains(&id)
}

/// A specification of which it is known that its genesis state can be built, and that a chain can
/// live on it; and what an operator should know of that state, in sentences.
///
/// With `raw`, it holds the state itself, so that writing it does not build the state once more.
///
/// # Errors
/// In a sentence, as the runtime or [`genesis::examine`] gives it. Where the runtime ends without
/// one, it has logged it.
pub fn examined(
	mut spec: Box<dyn sc_service::ChainSpec>,
	raw: bool,
) -> Result<(Box<dyn sc_service::ChainSpec>, Vec<String>), String> {
	let state = spec.build_storage().map_err(|error| genesis::cannot_be_built(&*spec, &error))?;
	let doubts = genesis::examine(state.clone())?;
	if raw {
		spec.set_storage(state);
	}
	Ok((spec, doubts))
}

/// The genesis is the preset's, read natively: no wasm is compiled to name a chain.
fn builder(
	preset_name: &str,
) -> Result<sc_chain_spec::ChainSpecBuilder<Extensions, census_zk_host::HostFunctions>, String> {
	let code = WASM_BINARY.ok_or(
		"this node was built without the runtime's wasm: build it without SKIP_WASM_BUILD",
	)?;
	let genesis = preset(&preset_name.into()).ok_or("the runtime has no such preset")?;
	let genesis = serde_json::from_slice(&genesis).map_err(|error| error.to_string())?;
	Ok(ChainSpec::builder(code, Extensions::default())
		.with_genesis_config_patch(genesis)
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
	use sc_chain_spec::{get_extension, GenesisConfigBuilderRuntimeCaller};
	use serde_json::json;
	use sp_core::storage::well_known_keys::CODE;
	use sp_runtime::BuildStorage;

	/// The development chain with something else in its genesis.
	fn with(patch: serde_json::Value) -> Box<dyn sc_service::ChainSpec> {
		let spec = development().unwrap().as_json(false).unwrap();
		let mut spec: serde_json::Value = serde_json::from_str(&spec).unwrap();
		let genesis = &mut spec["genesis"]["runtimeGenesis"]["patch"];
		for (pallet, settings) in patch.as_object().unwrap() {
			for (name, value) in settings.as_object().unwrap() {
				genesis[pallet][name] = value.clone();
			}
		}
		Box::new(ChainSpec::from_json_bytes(spec.to_string().into_bytes()).unwrap())
	}

	#[test]
	fn the_built_in_chains_are_written_as_before_and_say_that_they_need_both_issuers() {
		for id in ["dev", LOCAL_PRESET] {
			assert!(is_built_in(id));
			let raw = load(id).unwrap().as_json(true).unwrap();
			let (spec, doubts) = examined(load(id).unwrap(), true).unwrap();
			assert_eq!(doubts.len(), 1, "{doubts:?}");
			assert!(doubts[0].contains("persons then end with the deadline"), "{doubts:?}");
			assert_eq!(spec.as_json(true).unwrap(), raw);
		}
		assert!(!is_built_in("chain.json"));
	}

	#[test]
	fn a_chain_without_validators_or_with_impossible_epochs_is_refused() {
		let patches = [
			(json!({ "session": { "keys": [] } }), "session.keys"),
			(
				json!({ "babe": { "epochConfig": { "c": [0, 4], "allowed_slots": "PrimarySlots" } } }),
				"probability of 0",
			),
		];
		for (patch, because) in patches {
			let Err(error) = examined(with(patch), false) else { panic!("{because}") };
			assert!(error.contains(because), "{error}");
		}
	}

	#[test]
	fn a_chain_without_issuers_is_doubted() {
		let (_, doubts) =
			examined(with(json!({ "personhood": { "issuers": [] } })), false).unwrap();
		assert!(doubts[0].contains("nobody can enrol"), "{doubts:?}");
	}

	#[test]
	fn a_genesis_that_cannot_be_built_is_refused_in_one_line() {
		for patch in [
			json!({ "personhood": { "threshold": 0 } }),
			json!({ "personhood": { "treshold": 2 } }),
		] {
			let Err(error) = examined(with(patch), true) else { panic!("it cannot be built") };
			assert!(error.contains("census_development"), "{error}");
			assert_eq!(error.lines().count(), 1, "{error}");
		}
	}

	#[test]
	fn the_wasm_runtime_builds_the_genesis_state_of_both_chains() {
		for spec in [development().unwrap(), local().unwrap()] {
			let storage = spec.build_storage().unwrap();
			assert_eq!(storage.top.get(CODE).map(Vec::as_slice), WASM_BINARY);
			assert!(storage.top.len() > 20, "{}", storage.top.len());
		}
	}

	#[test]
	fn the_wasm_runtime_has_the_same_presets() {
		let code = WASM_BINARY.unwrap();
		let wasm = GenesisConfigBuilderRuntimeCaller::<census_zk_host::HostFunctions>::new(code);
		for (name, spec) in
			[(DEV_RUNTIME_PRESET, development().unwrap()), (LOCAL_PRESET, local().unwrap())]
		{
			let json: serde_json::Value =
				serde_json::from_str(&spec.as_json(false).unwrap()).unwrap();
			let patch = wasm.get_named_preset(Some(&name.into())).unwrap();
			assert_eq!(json["genesis"]["runtimeGenesis"]["patch"], patch, "{name}");
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
