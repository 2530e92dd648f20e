//! What is stored and passed around: rules, candidates, terms, claims.

use census_primitives::{Alias, OpenedScope, PersonScope};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::Perbill;
use sp_staking::SessionIndex;

/// The number of a term, counted from 0.
pub type TermId = u32;

/// Sessions from the last one in which a term's seats are claimed to the term's first: the randomness that orders
/// the claims comes from blocks that are all made after it.
pub const DRAW_SESSIONS: SessionIndex = 4;

/// The most terms for which an offender can be barred.
pub const MAX_BAR: u32 = 12;

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
	/// For how many terms an offender is refused a seat; and for how many a person waits for its first. 0: an
	/// offender loses the account's bond, and nothing keeps it from another seat.
	pub bar_terms: u32,
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
	/// How many terms there were before it without a gap, as far as bars look.
	pub former_terms: u32,
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

/// Who a person is in the next term, as its alias in this one says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Link {
	/// Its alias in the next term.
	pub next: Alias,
	/// Its alias in the term before this one, where it has said so.
	pub former: Option<Alias>,
	/// How many terms the person is known for, this one with them.
	pub terms: u32,
}

impl<Balance> Candidate<Balance> {
	/// Whether it can be a validator, if it has keys.
	pub fn is_ready(&self) -> bool {
		self.duty == Duty::Ready
	}
}

impl Term {
	/// Where persons act for it.
	pub fn person_scope(&self) -> PersonScope {
		PersonScope::Application { scope: self.scope.scope, topic: [0; 32] }
	}
}
