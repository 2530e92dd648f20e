//! What is stored and passed around: tracks, rules, proposals, pauses.

use census_primitives::{Epoch, OpenedScope, PersonScope};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_runtime::{
	traits::{AtLeast32BitUnsigned, UniqueSaturatedInto},
	Perbill,
};

pub use census_views::governance::{ProposalId, Source, Stage, Track};

/// The most calls of one proposal.
pub const MAX_CALLS: u32 = 8;
/// The most bytes of a proposal's calls, encoded.
pub const MAX_LENGTH: u32 = 8 * 1024;
/// The most members of the committee.
pub const MAX_MEMBERS: u32 = 32;
/// The most referenda at a time.
pub const MAX_OPEN: u32 = 3;
/// The most proposals of a track that wait.
pub const MAX_WAITING: u32 = 16;
/// The most motions of the committee that are not done with.
pub const MAX_MOTIONS: u32 = 16;
/// The most calls that are paused at a time.
pub const MAX_PAUSES: u32 = 16;

/// The calls of a proposal, encoded.
pub type EncodedCalls = BoundedVec<u8, ConstU32<MAX_LENGTH>>;

/// The standard derives of what is stored.
macro_rules! data {
	($($item:item)*) => {$(
		#[derive(
			Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		$item
	)*};
}

data! {
	/// What it takes to decide on a track.
	#[derive(Copy, serde::Serialize, serde::Deserialize)]
	#[serde(rename_all = "camelCase")]
	pub struct TrackRules<BlockNumber> {
		/// The fewest persons who can decide.
		pub least_electorate: u32,
		/// The fewest blocks that a referendum is open.
		pub least_open: BlockNumber,
		/// The most blocks that it is.
		pub most_open: BlockNumber,
		/// The part of the electorate that has to say yes if it is open for the fewest blocks.
		pub share: Perbill,
		/// The part that has to if it is open for the most.
		pub floor: Perbill,
		/// Blocks from the decision to its enactment where so many said yes as `share` asks for, or more.
		pub lock: BlockNumber,
		/// Blocks where so many did as `floor` asks for.
		pub low_lock: BlockNumber,
	}

	/// The network's own choices, made at genesis.
	#[derive(serde::Serialize, serde::Deserialize)]
	#[serde(rename_all = "camelCase")]
	pub struct Rules<Balance, BlockNumber> {
		/// The least that is held of whoever proposes.
		pub deposit: Balance,
		/// Of the tracks that can become no other's: arbiter and circuits.
		pub narrow: TrackRules<BlockNumber>,
		/// Of the others.
		pub wide: TrackRules<BlockNumber>,
		/// The persons of a chain that decides by itself. Persons may lower it, to no fewer than a wide track takes.
		pub adult_at: u32,
		/// For how many blocks there have to be so many before.
		pub adult_after: BlockNumber,
		/// In how many pins in a row there have to be: one that stays for long is not enough.
		pub adult_pins: u32,
		/// The greatest part of all enrolments in which one issuer's tickets may have taken part by then.
		pub issuer_part: Perbill,
		/// For how many blocks there have to be fewer than half of `adult_at` before the chain is orphaned.
		pub orphan_after: BlockNumber,
		/// Blocks from what committee and validators decide then to its enactment.
		pub orphan_lock: BlockNumber,
		/// For how many blocks what was decided can be enacted.
		pub enact_within: BlockNumber,
		/// The most blocks for which a call is paused.
		pub pause: BlockNumber,
		/// For how many blocks the committee may not pause it again then.
		pub rest: BlockNumber,
		/// The fewest members of the committee.
		pub least_committee: u32,
	}

	/// A referendum that is open, or was.
	#[derive(Copy)]
	pub struct Ballot<BlockNumber> {
		/// Where persons vote, and how many they are.
		pub scope: OpenedScope,
		/// For how many blocks it is open, blocks in which the free share was full not counted.
		pub open_for: BlockNumber,
		/// The last block in which votes are accepted, if the free share is never full.
		pub closes_at: BlockNumber,
		/// The most blocks by which it closes later.
		pub most_late: BlockNumber,
		/// How many blocks had a full free share before.
		pub full_before: u32,
		/// The part of the electorate that has to say yes.
		pub needed: Perbill,
		/// Who said yes.
		pub ayes: u32,
		/// Who said no.
		pub noes: u32,
	}

	/// What becomes of a proposal.
	#[derive(Copy)]
	pub enum State<BlockNumber> {
		/// It waits for its turn.
		Waiting,
		/// Persons vote on it.
		Open(Ballot<BlockNumber>),
		/// It waits for validators to second it.
		Unseconded,
		/// It was decided.
		Passed {
			/// From this block on anybody may enact it.
			enact_from: BlockNumber,
			/// The last block in which it can be.
			enact_until: BlockNumber,
			/// Whether the committee has put it off.
			delayed: bool,
			/// Whether so many persons said yes as the track's `share` asks for, or more, however long it was open.
			widely: bool,
		},
	}

	/// A proposal: what is to be done, and what has become of it.
	pub struct Proposal<AccountId, Balance, BlockNumber> {
		/// On which track.
		pub track: Track,
		/// Whose it is.
		pub source: Source,
		/// Who proposed it.
		pub proposer: AccountId,
		/// What is held of its funds.
		pub deposit: Balance,
		/// For how many blocks it asks to be open.
		pub open_for: BlockNumber,
		/// In which block it was made.
		pub made_at: BlockNumber,
		/// The hash of its calls, encoded.
		pub calls: H256,
		/// The runtime's version of calls when it was made: under another one it is void.
		pub transaction_version: u32,
		/// What has become of it.
		pub state: State<BlockNumber>,
	}

	/// How many persons there were, seen from pin to pin.
	#[derive(Copy, Default)]
	pub struct Watch<BlockNumber> {
		/// The latest pin that was looked at; none was.
		pub epoch: Option<Epoch>,
		/// Since when all pins have as many persons as an adult chain.
		pub many_since: Option<BlockNumber>,
		/// How many pins in a row those are.
		pub many_pins: u32,
		/// Since when all pins have fewer than half of that.
		pub few_since: Option<BlockNumber>,
	}

	/// A call by its names in the metadata.
	pub struct CallName {
		/// The pallet's.
		pub pallet: BoundedVec<u8, ConstU32<32>>,
		/// The call's.
		pub call: BoundedVec<u8, ConstU32<48>>,
	}

	/// A call that is paused.
	pub struct Pause<BlockNumber> {
		/// Which.
		pub call: CallName,
		/// The last block in which it is.
		pub until: BlockNumber,
		/// Whether persons have paused it: then the committee does not end that.
		pub by_persons: bool,
	}

	/// What became of a referendum.
	#[derive(Copy)]
	pub enum Outcome<BlockNumber> {
		/// It passed, and can be enacted from this block on.
		Passed(BlockNumber),
		/// It did not pass.
		Failed,
		/// It did not pass, by so far that its deposit was burnt.
		FailedAndBurnt,
		/// The runtime's calls have changed meanwhile.
		Void,
	}
}

impl<Balance, BlockNumber> Rules<Balance, BlockNumber> {
	/// What it takes to decide on a track.
	pub fn of(&self, track: Track) -> &TrackRules<BlockNumber> {
		if track.is_narrow() {
			&self.narrow
		} else {
			&self.wide
		}
	}
}

impl<BlockNumber: AtLeast32BitUnsigned + Copy + UniqueSaturatedInto<u32>> TrackRules<BlockNumber> {
	/// The part of the electorate that has to say yes in a referendum that is open for so many blocks: it falls in a line from
	/// `share` to `floor`.
	pub fn needed(&self, open_for: BlockNumber) -> Perbill {
		let span = self.most_open.saturating_sub(self.least_open);
		let over = open_for.saturating_sub(self.least_open).min(span);
		let fallen = Perbill::from_rational::<u32>(
			over.unique_saturated_into(),
			span.max(BlockNumber::one()).unique_saturated_into(),
		);
		self.share - fallen * (self.share - self.floor)
	}

	/// Blocks from the decision to its enactment, where this part said yes: more than `lock`, in a line up to `low_lock`, if it
	/// is less than `share`.
	pub fn lock_after(&self, ayes: Perbill) -> BlockNumber {
		if ayes >= self.share {
			return self.lock;
		}
		let span = self.share - self.floor;
		let short =
			Perbill::from_rational((self.share - ayes).deconstruct(), span.deconstruct().max(1));
		self.lock.saturating_add(short * self.low_lock.saturating_sub(self.lock))
	}
}

impl<BlockNumber: AtLeast32BitUnsigned + Copy> Ballot<BlockNumber> {
	/// Where persons vote.
	pub fn person_scope(&self) -> PersonScope {
		PersonScope::Application { scope: self.scope.scope, topic: [0; 32] }
	}

	/// The last block in which votes are accepted, if so many blocks had a full free share by now.
	pub fn last_block(&self, full: u32) -> BlockNumber {
		let late = BlockNumber::from(full.saturating_sub(self.full_before)).min(self.most_late);
		self.closes_at.saturating_add(late)
	}

	/// Whether more than half of the electorate have said yes: nothing can come of it but that it passes.
	pub fn is_decided(&self) -> bool {
		self.ayes > self.scope.electorate / 2
	}

	/// Whether it is over in block `now`.
	pub fn is_over(&self, now: BlockNumber, full: u32) -> bool {
		now > self.last_block(full) || self.is_decided()
	}

	/// The part of the electorate that said yes.
	pub fn ayes_part(&self) -> Perbill {
		Perbill::from_rational(self.ayes, self.scope.electorate)
	}

	/// Whether this part of the electorate, or more, said yes.
	pub fn has_ayes(&self, part: Perbill) -> bool {
		self.ayes_part() >= part
	}

	/// Whether it passes as it stands.
	pub fn passes(&self) -> bool {
		self.ayes > self.noes && self.has_ayes(self.needed)
	}

	/// Whether it fails by so far that its deposit is burnt: two thirds said no, or those who said yes are fewer than half of
	/// the least part.
	pub fn fails_badly(&self, floor: Perbill) -> bool {
		let by_noes = self.noes > 0 && self.noes / 2 >= self.ayes;
		by_noes || self.ayes_part() < Perbill::from_percent(50) * floor
	}
}

impl CallName {
	/// A call by these names; `None` if one is longer than any call's.
	pub fn new(pallet: &str, call: &str) -> Option<Self> {
		Some(Self {
			pallet: pallet.as_bytes().to_vec().try_into().ok()?,
			call: call.as_bytes().to_vec().try_into().ok()?,
		})
	}

	/// Whether it is the call of these names.
	pub fn is(&self, pallet: &str, call: &str) -> bool {
		self.pallet.as_slice() == pallet.as_bytes() && self.call.as_slice() == call.as_bytes()
	}
}
