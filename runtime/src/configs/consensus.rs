//! Who makes and finalises blocks, and who is told on: `timestamp`, `babe`, `authorship`,
//! `session`, `historical`, `offences`, `grandpa`, `authority_discovery`.
//!
//! Who the validators are is `pallet_validators`' to say: persons claim seats for accounts that have a bond.

use super::{
	governance::{Decided, ValidatorsTrack},
	parts_of_hooks,
};
use crate::{
	constants::{
		DAYS, MAX_AUTHORITIES, MAX_FALLBACK, MAX_SEATS, MAX_SEAT_CLAIMS, OPERATIONAL_RATIO,
		REMEMBERED_SESSIONS, SLOT_MILLISECONDS,
	},
	AccountId, AuthorityDiscovery, Babe, Balance, Balances, BlockNumber, Grandpa, Historical,
	Offences, Personhood, Runtime, RuntimeEvent, RuntimeHoldReason, Session, System, Timing,
	Validators,
};
use alloc::vec::Vec;
use codec::MaxEncodedLen;
use frame_support::{
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, Get},
	weights::{IdentityFee, Weight, WeightToFee},
};
use pallet_session::historical::{self, IdentificationTuple, NoteHistoricalRoot};
use sp_runtime::{
	impl_opaque_keys,
	traits::{Convert, OpaqueKeys},
	Perbill, SaturatedConversion,
};
use sp_session::MembershipProof;
use sp_staking::SessionIndex;

impl_opaque_keys! {
	/// A validator's public session keys. They are set together with signatures by each of them
	/// over the account, as `author_rotateKeysWithOwner` makes them.
	pub struct SessionKeys {
		/// Makes blocks.
		pub babe: Babe,
		/// Finalises blocks.
		pub grandpa: Grandpa,
		/// Signs the validator's network addresses.
		pub authority_discovery: AuthorityDiscovery,
	}
}

/// Three public keys, of which none is longer than another.
impl MaxEncodedLen for SessionKeys {
	fn max_encoded_len() -> usize {
		sp_consensus_babe::AuthorityId::max_encoded_len()
			.saturating_add(sp_consensus_grandpa::AuthorityId::max_encoded_len())
			.saturating_add(sp_authority_discovery::AuthorityId::max_encoded_len())
	}
}

parameter_types! {
	/// The part of the fees that is for what persons do for nothing: that of the block which it may fill.
	pub const FreeShare: Perbill = OPERATIONAL_RATIO;
	/// Slots of a session, and so its most blocks.
	pub SlotsOfSession: BlockNumber = <Timing as Get<u64>>::get().saturated_into();
	/// What validators' keys and terms may weigh, a block.
	pub ValidatorsWeight: Weight = parts_of_hooks(3);
	/// For how many blocks a report of an equivocation is worth keeping: as long as it can be
	/// proven.
	pub ReportLongevity: u64 =
		u64::from(REMEMBERED_SESSIONS).saturating_mul(<Timing as Get<u64>>::get());
}

impl crate::timing::Config for Runtime {}

impl crate::readiness::Config for Runtime {}

impl crate::room::Config for Runtime {}

impl pallet_timestamp::Config for Runtime {
	/// Milliseconds since the Unix epoch.
	type Moment = u64;
	type OnTimestampSet = Babe;
	type MinimumPeriod = ConstU64<{ SLOT_MILLISECONDS / 2 }>;
	type WeightInfo = crate::weights::pallet_timestamp::WeightInfo<Runtime>;
}

impl pallet_babe::Config for Runtime {
	type EpochDuration = Timing;
	type ExpectedBlockTime = ConstU64<SLOT_MILLISECONDS>;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
	/// There is no staking and so nobody nominates.
	type MaxNominators = ConstU32<0>;
	type KeyOwnerProof = MembershipProof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Runtime, Offences, Historical, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = ConstU64<{ REMEMBERED_SESSIONS as u64 }>;
	type KeyOwnerProof = MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Runtime, Offences, Historical, ReportLongevity>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Runtime, Babe>;
	type EventHandler = Validators;
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = pallet_validators::IsCandidate<Runtime>;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = NoteHistoricalRoot<Runtime, Managed>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	/// The bond is the deposit.
	type KeyDeposit = ConstU128<0>;
}

impl historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NothingMore;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = IdentificationTuple<Runtime>;
	type OnOffenceHandler = Validators;
}

/// There is nothing more to identify a validator.
///
/// `()` would not do: it converts to the default of an option, which is `None` and no validator.
pub struct NothingMore;

impl Convert<AccountId, Option<()>> for NothingMore {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

/// The sessions' sets, which are `pallet_validators`', with what else is to be done at each.
pub struct Managed;

impl pallet_session::SessionManager<AccountId> for Managed {
	fn new_session_genesis(index: SessionIndex) -> Option<Vec<AccountId>> {
		<Validators as pallet_session::SessionManager<_>>::new_session_genesis(index)
	}

	fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
		<Validators as pallet_session::SessionManager<_>>::new_session(index)
	}

	fn start_session(index: SessionIndex) {
		if let Some(first) = index.checked_sub(REMEMBERED_SESSIONS).filter(|first| *first > 0) {
			Historical::prune_up_to(first);
		}
		<Validators as pallet_session::SessionManager<_>>::start_session(index);
	}

	fn end_session(index: SessionIndex) {
		take_all_randomness();
		<Validators as pallet_session::SessionManager<_>>::end_session(index);
	}
}

impl historical::SessionManager<AccountId, ()> for Managed {
	fn new_session_genesis(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		<Self as pallet_session::SessionManager<_>>::new_session_genesis(index).map(identified)
	}

	fn new_session(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		<Self as pallet_session::SessionManager<_>>::new_session(index).map(identified)
	}

	fn start_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::start_session(index);
	}

	fn end_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::end_session(index);
	}
}

/// Lets the randomness of a session come from all primary blocks of the one two before.
///
/// BABE collects the VRFs of a session's primary blocks in segments of 256, and mixes in those that are full: with
/// fewer a session, which is one of an hour, many a session's randomness would be known from the one before. So the
/// segment that is not full is counted among the full ones before BABE takes them.
fn take_all_randomness() {
	pallet_babe::SegmentIndex::<Runtime>::mutate(|full| *full = full.saturating_add(1));
}

/// What an author has taken in for nothing, at the price that it would have had: the weight of the free share of this
/// block. (What a sudo key signs as operational is in it too.)
pub struct FreeWork;

impl Get<Balance> for FreeWork {
	fn get() -> Balance {
		let free = System::block_weight();
		IdentityFee::<Balance>::weight_to_fee(free.get(DispatchClass::Operational))
	}
}

fn identified(validators: Vec<AccountId>) -> Vec<(AccountId, ())> {
	validators.into_iter().map(|validator| (validator, ())).collect()
}

impl pallet_validators::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type PersonScopes = Personhood;
	type EnsurePerson = pallet_personhood::EnsureInScope<Runtime>;
	type GovernanceOrigin = Decided<ValidatorsTrack>;
	type Randomness = pallet_babe::RandomnessFromOneEpochAgo<Runtime>;
	type FreeWork = FreeWork;
	type FreeShare = FreeShare;
	type MaxTerm = ConstU32<{ 28 * DAYS }>;
	type SessionLength = SlotsOfSession;
	type RememberedSessions = ConstU32<REMEMBERED_SESSIONS>;
	type MaxClaims = ConstU32<MAX_SEAT_CLAIMS>;
	type MaxSeats = ConstU32<MAX_SEATS>;
	type MaxFallback = ConstU32<MAX_FALLBACK>;
	type MaxBlockWeight = ValidatorsWeight;
	type WeightInfo = crate::weights::pallet_validators::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Electorate;
}
