//! The Census runtime: which pallets the chain has, how they are configured, and the questions it
//! answers.
//!
//! - `constants`: the chain's name, token, time and prices;
//! - `configs`: the pallets' configurations, by domain;
//! - `apis`: the runtime APIs;
//! - `presets`: the genesis states that come with the runtime;
//! - `proofs`: which proofs transactions bring;
//! - `door`: what a transaction is, before it is validated;
//! - `weights`: what calls weigh, measured;
//! - `timing`: a pallet that holds how long epochs and the market's spans are;
//! - `readiness`: a pallet that knows which host calls the validators' nodes have;
//! - `room`: a pallet that counts the bytes of a block;
//! - `extensions`: what transactions are checked for besides FRAME's own checks.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]
// The macros below and in `apis` make undocumented items; the modules by hand are held to it.
#![allow(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
#[macro_use]
mod benchmarks;

mod apis;
#[deny(missing_docs)]
pub mod configs;
#[deny(missing_docs)]
pub mod constants;
#[deny(missing_docs)]
mod door;
#[deny(missing_docs)]
pub mod extensions;
#[deny(missing_docs)]
mod presets;
#[deny(missing_docs)]
mod proofs;
#[deny(missing_docs)]
pub mod readiness;
#[deny(missing_docs)]
pub mod room;
#[deny(missing_docs)]
pub mod timing;
#[deny(missing_docs)]
pub mod weights;

#[cfg(test)]
mod tests;

/// Answers a runtime API's function natively: its name, and its arguments' encoding.
#[cfg(feature = "std")]
pub use apis::api::dispatch;
pub use apis::RuntimeApi;
pub use configs::{committee_of, MarketAccount, SessionKeys, LASTING_RULES};
pub use presets::{get as preset, LOCAL_PRESET};

#[cfg(feature = "std")]
mod wasm {
	include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
}
#[cfg(feature = "std")]
pub use wasm::{WASM_BINARY, WASM_BINARY_BLOATY, WASM_BINARY_PATH};

use alloc::{borrow::Cow, vec::Vec};
use extensions::{Bytes, Checked, FreeLane, Plain, SessionActs};
use pallet_skip_feeless_payment::SkipCheckIfFeeless;
use pallet_transaction_payment::ChargeTransactionPayment;
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

/// A block's number.
pub type BlockNumber = u32;
/// An amount of the token, in its smallest unit.
pub type Balance = u128;
/// How many transactions an account has sent.
pub type Nonce = u32;
/// A hash.
pub type Hash = sp_core::H256;
/// A transaction's signature, of any of the usual kinds.
pub type Signature = MultiSignature;
/// An account.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What a transaction carries and is checked for besides its call.
///
/// [`frame_system::AuthorizeCall`] comes first: the checks after it hold for whoever it lets in.
/// [`Checked`] and [`SkipCheckIfFeeless`] are invisible to clients. The latter skips the payment of
/// what costs nothing, which is what persons do in a session.
pub type TxExtension = (
	Checked<frame_system::AuthorizeCall<Runtime>, FreeLane>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	Checked<frame_system::CheckEra<Runtime>, Plain>,
	Checked<frame_system::CheckNonce<Runtime>, SessionActs>,
	Checked<frame_system::CheckWeight<Runtime>, Bytes>,
	Checked<SkipCheckIfFeeless<Runtime, ChargeTransactionPayment<Runtime>>, Plain>,
	Checked<frame_metadata_hash_extension::CheckMetadataHash<Runtime>, Plain>,
	frame_system::WeightReclaim<Runtime>,
);

/// A transaction or inherent, unchecked. Format 5; signed ones of format 4 are read too.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What a signature signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// Runs blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// The types by which a node handles blocks without looking into their transactions.
pub mod opaque {
	pub use crate::Header;
	use sp_runtime::{generic, OpaqueExtrinsic};

	/// A block of opaque transactions.
	pub type Block = generic::Block<Header, OpaqueExtrinsic>;
	/// A block's number or hash.
	pub type BlockId = generic::BlockId<Block>;
}

/// Whether a state has the offence of an author who made two blocks in a slot. `read` reads an entry of it.
///
/// # Errors
/// Those of `read`.
#[cfg(feature = "std")]
pub fn has_author_offence<E>(
	slot: sp_consensus_babe::Slot,
	author: &sp_consensus_babe::AuthorityId,
	read: impl Fn(Vec<u8>) -> Result<Option<Vec<u8>>, E>,
) -> Result<bool, E> {
	use codec::{Decode, DecodeAll, Encode};
	use pallet_offences::{ConcurrentReportsIndex, Reports};
	use sp_staking::offence::OffenceDetails;

	fn decoded<V: Decode>(bytes: Option<Vec<u8>>) -> Option<V> {
		V::decode_all(&mut &bytes?[..]).ok()
	}
	let key = (sp_consensus_babe::KEY_TYPE, sp_core::crypto::ByteArray::to_raw_vec(author));
	let owner = read(pallet_session::KeyOwner::<Runtime>::hashed_key_for(key))?;
	let Some(owner) = decoded::<AccountId>(owner) else { return Ok(false) };
	let kind = *b"babe:equivocatio";
	let reports = read(ConcurrentReportsIndex::<Runtime>::hashed_key_for(kind, slot.encode()))?;
	for report in decoded::<Vec<Hash>>(reports).unwrap_or_default() {
		let details = read(Reports::<Runtime>::hashed_key_for(report))?;
		let details: Option<OffenceDetails<AccountId, (AccountId, ())>> = decoded(details);
		if details.is_some_and(|details| details.offender.0 == owner) {
			return Ok(true);
		}
	}
	Ok(false)
}

/// The runtime's version.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("census"),
	impl_name: Cow::Borrowed("census"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// The pallets. An index is part of the transaction format and of stored data: it is never
/// changed, nor used again. Consensus from 0, money from 20, tools from 30, the census from 50.
#[frame_support::runtime]
mod runtime {
	use super::*;

	/// The runtime.
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Timing = timing;
	#[runtime::pallet_index(3)]
	pub type Babe = pallet_babe;
	#[runtime::pallet_index(5)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(6)]
	pub type Historical = pallet_session::historical;
	#[runtime::pallet_index(7)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(8)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(9)]
	pub type AuthorityDiscovery = pallet_authority_discovery;
	#[runtime::pallet_index(10)]
	pub type Room = room;
	// Hooks run in the order of the indices: an author is an index into the set of the block's session, which the
	// session pallet has begun by then.
	#[runtime::pallet_index(11)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(12)]
	pub type Readiness = readiness;

	#[runtime::pallet_index(20)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(21)]
	pub type TransactionPayment = pallet_transaction_payment;
	#[runtime::pallet_index(22)]
	pub type SkipFeeless = pallet_skip_feeless_payment;

	#[runtime::pallet_index(30)]
	pub type Sudo = pallet_sudo;
	#[runtime::pallet_index(31)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(32)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(33)]
	pub type Proxy = pallet_proxy;

	#[runtime::pallet_index(50)]
	pub type Groups = pallet_groups;
	#[runtime::pallet_index(51)]
	pub type Personhood = pallet_personhood;
	#[runtime::pallet_index(52)]
	pub type Polls = pallet_polls;
	#[runtime::pallet_index(53)]
	pub type Circuits = pallet_circuits;
	#[runtime::pallet_index(54)]
	pub type Anchors = pallet_anchors;
	#[runtime::pallet_index(55)]
	pub type Leases = pallet_leases;
	#[runtime::pallet_index(56)]
	pub type Validators = pallet_validators;
	#[runtime::pallet_index(57)]
	pub type Governance = pallet_governance;
}
