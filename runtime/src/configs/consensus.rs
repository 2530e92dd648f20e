//! Who makes and finalises blocks, and who is told on: `timestamp`, `babe`, `authorship`,
//! `session`, `historical`, `offences`, `grandpa`, `authority_discovery`.
//!
//! The validators are those named at genesis, for good: they may change their session keys, but not
//! be without, and nobody else can set any. A proven equivocation is recorded and announced; it has
//! no further consequence.

use crate::{
	constants::{MAX_AUTHORITIES, REMEMBERED_SESSIONS, SESSION_KEYS_DEPOSIT, SLOT_MILLISECONDS},
	AccountId, AuthorityDiscovery, Babe, Balances, Grandpa, Historical, Offences, Runtime,
	RuntimeEvent, Session, Timing,
};
use alloc::vec::Vec;
use frame_support::{
	parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, Get},
};
use pallet_session::historical::{self, IdentificationTuple, NoteHistoricalRoot};
use sp_runtime::{
	impl_opaque_keys,
	traits::{Convert, OpaqueKeys},
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

parameter_types! {
	/// For how many blocks a report of an equivocation is worth keeping: as long as it can be
	/// proven.
	pub ReportLongevity: u64 =
		u64::from(REMEMBERED_SESSIONS).saturating_mul(<Timing as Get<u64>>::get());
}

impl crate::timing::Config for Runtime {}

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
	type EventHandler = ();
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = Validating;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = NoteHistoricalRoot<Runtime, GenesisValidators>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = ConstU128<SESSION_KEYS_DEPOSIT>;
}

impl historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NothingMore;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = IdentificationTuple<Runtime>;
	type OnOffenceHandler = ();
}

/// A validator is known by its account. Others cannot set session keys: no session would use them.
pub struct Validating;

impl Convert<AccountId, Option<AccountId>> for Validating {
	fn convert(account: AccountId) -> Option<AccountId> {
		Session::validators().contains(&account).then_some(account)
	}
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

/// The validators named at genesis, in every session.
///
/// A set is only returned where there is one to note: at genesis, and after a validator changed
/// its keys. Otherwise the one before carries on, with the root by which its keys are proven.
pub struct GenesisValidators;

impl GenesisValidators {
	/// All accounts with session keys. They come in an order of their own, from a map.
	fn at_genesis() -> Vec<AccountId> {
		let mut validators: Vec<_> = pallet_session::NextKeys::<Runtime>::iter_keys().collect();
		validators.sort();
		validators
	}

	/// The validators of the session that starts, if one of them has set or purged keys since.
	fn after_key_change() -> Option<Vec<AccountId>> {
		let queued = Session::queued_keys();
		let unchanged = |(validator, keys): &(AccountId, SessionKeys)| {
			Session::load_keys(validator).as_ref() == Some(keys)
		};
		if queued.iter().all(unchanged) {
			return None;
		}
		Some(queued.into_iter().map(|(validator, _)| validator).collect())
	}
}

impl pallet_session::SessionManager<AccountId> for GenesisValidators {
	fn new_session_genesis(_: SessionIndex) -> Option<Vec<AccountId>> {
		Some(Self::at_genesis())
	}

	fn new_session(_: SessionIndex) -> Option<Vec<AccountId>> {
		Self::after_key_change()
	}

	fn start_session(index: SessionIndex) {
		if let Some(first) = index.checked_sub(REMEMBERED_SESSIONS).filter(|first| *first > 0) {
			Historical::prune_up_to(first);
		}
	}

	fn end_session(_: SessionIndex) {}
}

impl historical::SessionManager<AccountId, ()> for GenesisValidators {
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

fn identified(validators: Vec<AccountId>) -> Vec<(AccountId, ())> {
	validators.into_iter().map(|validator| (validator, ())).collect()
}
