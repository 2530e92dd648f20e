//! Whether a chain can live on a genesis state.
//!
//! The runtime refuses a configuration that contradicts itself. Others contradict nothing and are
//! dead all the same: without validators there is never a block. [`examine`] finds these, before
//! anybody starts a network with them.

use census_runtime::{Babe, Grandpa, Personhood};
use serde_json::Value;
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_crypto_hashing::blake2_256;
use sp_runtime::Storage;
use sp_state_machine::BasicExternalities;

/// Under what a node's database notes which specification its genesis is of.
pub const NOTE: &[u8] = b"census:genesis-source";

/// The part of a specification that says what its genesis state is.
///
/// # Errors
/// In a sentence, if it cannot be written as JSON.
pub fn source(spec: &dyn sc_service::ChainSpec) -> Result<Value, String> {
	let mut spec: Value = serde_json::from_str(&spec.as_json(false)?)
		.map_err(|error| format!("the chain specification: {error}"))?;
	Ok(spec["genesis"].take())
}

/// What is noted of that part.
pub fn note(source: &Value) -> [u8; 32] {
	blake2_256(source.to_string().as_bytes())
}

/// Says that a specification's genesis state cannot be built. Of the `error`, what follows the first line
/// is the runtime's stack, or the whole configuration.
pub fn cannot_be_built(spec: &dyn sc_service::ChainSpec, error: &str) -> String {
	let reason = error.lines().next().unwrap_or_default();
	format!("the genesis state of {} cannot be built: {reason}", spec.id())
}

/// What keeps a chain alive.
#[derive(Clone, Debug)]
struct Genesis {
	/// How many validators make blocks.
	authors: usize,
	/// How many validators vote on finality.
	voters: usize,
	/// How the author of a slot is found.
	epochs: Option<BabeEpochConfiguration>,
	/// Whether the issuers could admit anybody.
	admitting: bool,
	/// Whether they could, whichever one of them stopped.
	spare: bool,
}

/// Looks at a genesis state. Tells in sentences what an operator should know of it.
///
/// # Errors
/// In a sentence, if the chain could make no block, or none of its blocks could be final.
pub fn examine(state: Storage) -> Result<Vec<String>, String> {
	BasicExternalities::new(state)
		.execute_with(|| {
			let guarantee = Personhood::guarantee();
			Genesis {
				authors: Babe::authorities().len(),
				voters: Grandpa::grandpa_authorities().len(),
				epochs: Babe::epoch_config(),
				admitting: guarantee.admitting,
				spare: guarantee.spare,
			}
		})
		.judge()
}

impl Genesis {
	fn judge(&self) -> Result<Vec<String>, String> {
		if self.authors == 0 {
			return Err("the genesis state names no validators (`session.keys`): \
				the chain could make no block"
				.into());
		}
		if self.voters == 0 {
			return Err("no validator of the genesis state has a GRANDPA key (`session.keys`): \
				no block could be final"
				.into());
		}
		let Some(epochs) = &self.epochs else {
			return Err("the genesis state has no epoch configuration (`babe.epochConfig`): \
				the chain would end with its first epoch"
				.into());
		};
		let (chance, of) = epochs.c;
		if of == 0 || chance > of {
			return Err(format!(
				"a slot cannot have an author with a probability of {chance}/{of} \
				 (`babe.epochConfig.c`): the chain could make no block"
			));
		}
		if chance == 0 && epochs.allowed_slots == AllowedSlots::PrimarySlots {
			return Err("slots have authors by chance only, and with a probability of 0 \
				(`babe.epochConfig`): the chain could make no block"
				.into());
		}
		let mut doubts = Vec::new();
		if !self.admitting {
			doubts.push(
				"the issuers of the genesis state together weigh less than its threshold \
				 (`personhood.issuers`, `personhood.threshold`): until governance registers more, \
				 nobody can enrol"
					.into(),
			);
		} else if !self.spare {
			doubts.push(
				"the issuers of the genesis state are so few (`personhood.issuers`) that, if a certain one \
				 of them stops, nobody can be admitted or renewed: persons then end with the deadline of the \
				 policy that replaces it, and enrol anew. Of four issuers of weight 1 and a threshold of 3, \
				 any one may stop"
					.into(),
			);
		}
		Ok(doubts)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use census_runtime::constants::BABE_EPOCH_CONFIGURATION;

	const SOUND: Genesis = Genesis {
		authors: 1,
		voters: 1,
		epochs: Some(BABE_EPOCH_CONFIGURATION),
		admitting: true,
		spare: true,
	};

	fn by(c: (u64, u64), allowed_slots: AllowedSlots) -> Genesis {
		Genesis { epochs: Some(BabeEpochConfiguration { c, allowed_slots }), ..SOUND }
	}

	#[track_caller]
	fn refused(genesis: Genesis, because: &str) {
		let error = genesis.judge().unwrap_err();
		assert!(error.contains(because), "{error}");
	}

	#[test]
	fn a_sound_genesis_raises_no_doubt() {
		assert_eq!(SOUND.judge(), Ok(Vec::new()));
		let by_turns = by((0, 1), AllowedSlots::PrimaryAndSecondaryVRFSlots);
		assert_eq!(by_turns.judge(), Ok(Vec::new()));
	}

	#[test]
	fn what_can_make_no_block_is_refused() {
		refused(Genesis { authors: 0, ..SOUND }, "session.keys");
		refused(Genesis { voters: 0, ..SOUND }, "GRANDPA");
		refused(Genesis { epochs: None, ..SOUND }, "babe.epochConfig");
		refused(by((1, 0), AllowedSlots::PrimaryAndSecondaryVRFSlots), "1/0");
		refused(by((5, 4), AllowedSlots::PrimaryAndSecondaryVRFSlots), "5/4");
		refused(by((0, 4), AllowedSlots::PrimarySlots), "probability of 0");
	}

	#[test]
	fn what_admits_nobody_is_said() {
		let doubts = Genesis { admitting: false, ..SOUND }.judge().unwrap();
		assert_eq!(doubts.len(), 1);
		assert!(doubts[0].contains("nobody can enrol"), "{doubts:?}");
	}

	#[test]
	fn what_needs_every_issuer_is_said() {
		let doubts = Genesis { spare: false, ..SOUND }.judge().unwrap();
		assert_eq!(doubts.len(), 1);
		assert!(doubts[0].contains("if a certain one"), "{doubts:?}");
	}

	#[test]
	fn an_empty_state_is_refused() {
		assert!(examine(Storage::default()).is_err());
	}
}
