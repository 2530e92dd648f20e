//! Persons and the scopes in which they act, as pallets that build on personhood see them.

use census_views::persons::{EpochId, ScopeId};
use census_zk_types::FieldElement;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, Perbill, Weight};

/// What a person is called in one scope: the nullifier that its proof revealed there.
pub type Alias = FieldElement;
/// What within an application scope an act is about. One person acts once on each topic.
pub type Topic = [u8; 32];

/// An application scope as it was opened: its electorate never changes.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct OpenedScope {
	/// The scope's number.
	pub scope: ScopeId,
	/// The epoch whose root it accepts.
	pub epoch: EpochId,
	/// How many persons could act in it: the members of that epoch's tree.
	pub electorate: u32,
}

/// How many acts whoever opens an application scope pays for beforehand.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Slots {
	/// One for each member of the electorate, each of whom may act once: the scope has no topics.
	Electorate,
	/// So many, for as many persons, each of whom may act once: the scope has no topics.
	Persons(u32),
	/// So many, over all topics. One person may act on many of them, and alone use up all.
	Acts(u32),
}

/// How every scope begins in which persons act. `groups` refuses proofs for such scopes, so that no
/// application collects there what persons reveal here. Text never begins with this byte.
pub const RESERVED_SCOPE: [u8; 8] = *b"\xffperson\0";

/// How often a person may make an act, if its call fails each time.
pub const MAX_ATTEMPTS: u8 = 3;

/// How often a person acts in a scope of the chain's own in which acts repeat, failed attempts included.
pub const MAX_CIVIC_ACTS: u8 = 16;

/// Application scopes: what pallets open so that persons may act in them.
///
/// Whoever opens one relies on more than the functions say:
/// - The electorate never changes: who was no person of the pinned epoch never acts in the scope, and
///   who was may, whatever becomes of it later.
/// - A person acts once, or on each topic once, and is called otherwise on each: by its alias there.
/// - The call is let in by an `EnsureOriginWithArg<_, PersonScope, Success = Alias>` of exactly the scope
///   and topic in which the person acts, and by that of no other. Nobody else is let in.
/// - An act that the pallet does not admit ([`PalletScopes::admits`]) is refused and uses nothing.
/// - An act whose call fails has changed nothing but that it uses a slot. In the same slot the person
///   may make it again, [`MAX_ATTEMPTS`] times in all.
/// - A scope of the chain's own costs nobody anything. It has no topics. Where acts repeat, a person may act in it
///   [`MAX_CIVIC_ACTS`] times, each time under the same alias, whether the acts before failed or not; elsewhere once,
///   as in any other.
///
/// `contracts` in `census-testing` hold whatever implements this to these sentences.
pub trait PersonScopes<AccountId, BlockNumber> {
	/// Opens a scope that accepts the root of the latest pinnable epoch until block `until`
	/// (inclusive). The price of the slots is held from `payer`, and the chain's deposit for a scope.
	///
	/// # Errors
	/// If the electorate is smaller than `least_electorate` or the chain's own least size, if
	/// `until` lies too far off or has passed, if there are no slots or too many scopes, or if the
	/// payer cannot pay.
	fn open(
		payer: &AccountId,
		slots: Slots,
		least_electorate: u32,
		until: BlockNumber,
	) -> Result<OpenedScope, DispatchError>;

	/// Opens a scope of the chain's own, with a slot for each person of the latest pinnable epoch, until
	/// block `until` (inclusive). Nobody pays: what opens one opens no more than the chain can bear.
	/// `repeats` says whether a person acts in it more than once.
	///
	/// # Errors
	/// If the electorate is smaller than `least_electorate` or the chain's own least size, if
	/// `until` lies too far off or has passed, or if there are too many scopes.
	fn open_civic(
		repeats: bool,
		least_electorate: u32,
		until: BlockNumber,
	) -> Result<OpenedScope, DispatchError>;

	/// Closes a scope for ever: the price of used slots is burnt, everything else returned, and the
	/// nullifiers are pruned. A scope past its `until` is not closed by itself.
	///
	/// # Errors
	/// If there is no such scope.
	fn close(scope: ScopeId) -> Result<(), DispatchError>;

	/// Whether acts in the scope are accepted in the present block.
	fn is_open(scope: ScopeId) -> bool;

	/// How many acts are paid for and have not been used; 0 where there is no such scope.
	fn slots_left(scope: ScopeId) -> u32;
}

/// How many persons there are, and on whose word.
pub trait Population {
	/// The latest epoch that scopes may pin, and how many persons its tree has.
	fn pinned() -> (EpochId, u32);

	/// Of all enrolments since genesis, the greatest part in which the tickets of any one issuer have taken part.
	/// Nobody has enrolled: nothing.
	fn greatest_part() -> Perbill;

	/// The most that [`Population::greatest_part`] reads.
	fn greatest_part_reads() -> u64;
}

/// What the pallets that open application scopes take in them.
///
/// An act uses up a slot that whoever opened the scope has paid for, and a topic of its own makes it
/// another act. So where a pallet opened the scope, only what that pallet would take is an act:
/// everything else is turned away before it costs anybody anything.
pub trait PalletScopes<Call> {
	/// Whether the pallet that opened the scope would now take this call, by a person who is called
	/// `alias` in this topic.
	fn admits(scope: ScopeId, topic: &Topic, alias: &Alias, call: &Call) -> bool;

	/// Whether a call needs no pallet's scope: it can be made in one that an account opened. Any other
	/// could but fail there.
	fn needs_none(call: &Call) -> bool;

	/// The most that asking about a call weighs.
	fn weight(call: &Call) -> Weight;

	/// The most that asking about any call weighs.
	fn max_weight() -> Weight;
}
