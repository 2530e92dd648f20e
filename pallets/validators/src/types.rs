//! What is stored and passed around: rules, candidates, terms, claims.

use census_primitives::{Alias, OpenedScope, PersonScope};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::Perbill;
use sp_staking::SessionIndex;

/// The number of a term, counted from 0.
pub type TermId = u32;

/// Sessions from the last one in which a term's seats are claimed to the term's first: the randomness that orders
/// the claims comes from blocks that are all made after it.
pub const DRAW_SESSIONS: SessionIndex = 4;

/// Of how many terms it is known for whom an account stood: more than are kept.
pub const STOOD_FOR: u32 = 4;

/// The network's own choices: made at genesis, changed by governance.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Rules<Balance> {
	/// What a candidate has held, at least, when a seat is claimed for it.
	pub bond: Balance,
	/// The share of the bond that is burnt for an offence.
	pub burnt_share: Perbill,
	/// The least validators: as many of the fallback set are called as seats are fewer.
	pub minimum: u32,
	/// The most seats.
	pub seats: u32,
	/// Sessions of a term.
	pub term_sessions: SessionIndex,
	/// Sessions in which a term's seats are claimed.
	pub claim_sessions: SessionIndex,
	/// The least sessions from one change of the set to the next, unless it lacks validators or has offenders.
	pub change_sessions: SessionIndex,
	/// Whether the person for whom an offender stood is refused a seat in the next term too; and then a person waits a
	/// term for its first. Else an offender loses the account's bond, and nothing keeps it from another seat.
	pub bar: bool,
}

/// Whether a candidate can be a validator.
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
pub enum Duty {
	/// It can.
	Ready,
	/// It made no blocks, and has not said since that it can.
	SetAside,
	/// It leaves, and has its bond back when no offence of its can be reported any more.
	Exiting,
	/// It has offended.
	Barred,
}

/// An account that has a bond and may be a validator.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Candidate<Balance> {
	/// What is held of its funds.
	pub bond: Balance,
	/// The Blake2b-256 hash of the alias that may claim a seat for it.
	pub agreed: Option<[u8; 32]>,
	/// Whether it can be a validator.
	pub duty: Duty,
	/// Whether it is in the set of this session or of one that is planned.
	pub sits: bool,
	/// The first session without it, after it was in the set.
	pub left: Option<SessionIndex>,
	/// The session in which it last set keys; `None` where genesis did.
	pub keys_set: Option<SessionIndex>,
	/// For whom it came to stand in the set, the latest last.
	pub stood: BoundedVec<Stood, ConstU32<STOOD_FOR>>,
}

/// For whom an account stands in the set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Stood {
	/// The first session in which it does.
	pub from: SessionIndex,
	/// The person, and the term of its seat; `None` where it is for the fallback set.
	pub seat: Option<(TermId, Alias)>,
}

/// What a validator has done in a session.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Made<Balance> {
	/// The blocks that it has made.
	pub blocks: u32,
	/// The price of what nobody paid for in them.
	pub free: Balance,
}

/// Session keys that do not count yet.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct WaitingKeys<Keys> {
	/// The keys.
	pub keys: Keys,
	/// The session in which they were set.
	pub set_in: SessionIndex,
	/// Their place in the queue: an earlier one of the same account counts for nothing.
	pub place: u32,
}

/// A term: sessions in which the same seats stand.
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
pub struct Term {
	/// Its number.
	pub id: TermId,
	/// Where persons claim its seats.
	pub scope: OpenedScope,
	/// Whether persons show who they were in the term before.
	pub asks_former: bool,
	/// The last session in which its seats are claimed.
	pub claims_until: SessionIndex,
	/// Its first session.
	pub first: SessionIndex,
	/// The first session after it.
	pub end: SessionIndex,
	/// How many have claimed a seat.
	pub claims: u32,
}

/// What a person has claimed in a term.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Claim<AccountId> {
	/// For which account; `None` where the person has left its seat.
	pub account: Option<AccountId>,
	/// The person's alias in the term before, where it has said so.
	pub former: Option<Alias>,
}

impl<Balance> Candidate<Balance> {
	/// Whether it can be a validator, if it has keys.
	pub fn is_ready(&self) -> bool {
		self.duty == Duty::Ready
	}

	/// Notes for whom it stands from a session on. Says whether that is another than before.
	pub(crate) fn note_stood(&mut self, from: SessionIndex, seat: Option<(TermId, Alias)>) -> bool {
		if self.stood.last().is_some_and(|last| last.seat == seat) {
			return false;
		}
		// The oldest of too many goes.
		if self.stood.is_full() {
			self.stood.remove(0);
		}
		self.stood.try_push(Stood { from, seat }).is_ok()
	}

	/// The seat for which it stood in a session, as far back as is known.
	pub(crate) fn seat_in(&self, session: SessionIndex) -> Option<(TermId, Alias)> {
		self.stood.iter().rev().find(|stood| stood.from <= session)?.seat
	}
}

impl Term {
	/// Where persons act for it.
	pub fn person_scope(&self) -> PersonScope {
		PersonScope::Application { scope: self.scope.scope, topic: [0; 32] }
	}
}
