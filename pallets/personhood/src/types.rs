//! What is stored and passed around: issuers, tickets, persons, epochs, scopes.

use crate::{BlockNumberFor, Policies, PolicyId};
use census_primitives::{Alias, CircuitId, Epoch, IssuerId, PersonId, Topic};
use census_zk_types::{FieldElement, Points, Word};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_core::{ecdsa, ed25519, sr25519};
use sp_runtime::MultiSignature;

/// The one depth of all circuits with which persons act: it tells nothing about them, and one key
/// verifies all their proofs. The People tree is never deeper.
pub const PERSON_DEPTH: u8 = 26;
/// The most leaves of the People tree.
pub const MAX_PERSONS: u32 = 1 << PERSON_DEPTH;
/// The most epochs that are pinned, or may be, at one time.
pub const MAX_PINS: u32 = 64;
/// The most tickets that one admission takes.
pub const MAX_TICKETS: u32 = 8;
/// The most attestations that one person has.
pub const MAX_ATTESTATIONS: u32 = 16;
/// The most issuers that have not been removed.
pub const MAX_ISSUERS: u32 = 64;
/// The most that one issuer weighs. All of them together weigh no more than 64,000,000, and neither
/// does a threshold.
pub const MAX_WEIGHT: u32 = 1_000_000;

/// A name for people to read: UTF-8, at most 32 bytes.
pub type Name = BoundedVec<u8, ConstU32<32>>;
/// A human's tag at one issuer: the same each time, and to nobody else of any meaning.
pub type Tag = [u8; 32];

/// The chain's own choices, made at genesis.
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
pub struct Settings<BlockNumber> {
	/// Blocks from one epoch's beginning to the next one's, at least.
	pub epoch_length: BlockNumber,
	/// Every so many epochs there is one that scopes may pin.
	pub epochs_per_pin: u32,
	/// For how many blocks after its end an epoch's quota scopes accept acts.
	pub grace: BlockNumber,
	/// Blocks from a recovery's announcement until it takes effect.
	pub recovery_delay: BlockNumber,
	/// Blocks from one rotation to the next, and from one admission to its renewal, at least.
	pub rotation_cooldown: BlockNumber,
	/// Blocks for which an issuer's new key or controller waits for objections, and its controller's pause lasts,
	/// at least. A policy goes on beside the one that takes its place for as many, and for those of a recovery
	/// besides.
	pub change_delay: BlockNumber,
	/// Whether policies are refused under which two quorums might share no honest issuer. A network
	/// without it says so to whoever asks.
	pub quorums_intersect: bool,
}

/// How an issuer's tickets are known to be its own.
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
pub enum IssuerKind {
	/// It signs them with this Sr25519 key.
	Sr25519(sr25519::Public),
	/// It signs them with this Ed25519 key.
	Ed25519(ed25519::Public),
	/// It signs their Blake2b-256 hash with this secp256k1 key.
	Ecdsa(ecdsa::Public),
	/// They come with a proof for this circuit, whose public inputs are the commitment, the tag and
	/// the ticket's hash, in this order.
	Circuit(#[serde(with = "census_primitives::hex")] CircuitId),
}

/// Why an issuer's tickets count for nothing for now, whatever the policy says.
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
pub enum Pause<BlockNumber> {
	/// Governance says so, until it says otherwise.
	Governance,
	/// The committee says so. It ends by itself.
	Committee {
		/// The first block in which it is over.
		until: BlockNumber,
	},
	/// The issuer's controller says so.
	Controller {
		/// The first block in which it may say otherwise.
		resumable_from: BlockNumber,
	},
	/// The key was reported to be another's, until there is another key.
	KeyReported,
	/// The key objected to a change, until governance has decided.
	Disputed,
}

/// The pauses of an issuer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Pauses<BlockNumber> {
	/// Governance's.
	pub governance: bool,
	/// The first block in which the committee's last one is over; 0 if it never began one.
	pub committee_until: BlockNumber,
	/// The controller's, and the first block in which it may end it.
	pub controller: Option<BlockNumber>,
	/// That for a key that was reported.
	pub key_reported: bool,
	/// That for an objection to a change.
	pub disputed: bool,
}

/// What is to change about an issuer. Its tags are the same human's before and after: whoever has lost the secret
/// that they are made with is no longer the same issuer.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Change<AccountId> {
	/// How its tickets are known.
	Key(IssuerKind),
	/// The account that acts for it.
	Controller(AccountId),
	/// Both.
	Both(IssuerKind, AccountId),
}

/// A change that has been proposed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct PendingChange<AccountId, BlockNumber> {
	/// The change.
	pub change: Change<AccountId>,
	/// The first block in which it can be confirmed.
	pub confirmable_from: BlockNumber,
	/// Whether governance proposed it: then the controller cannot take it back.
	pub by_governance: bool,
}

/// An issuer.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Issuer<AccountId, BlockNumber> {
	/// What people call it.
	pub name: Name,
	/// How its tickets are known.
	pub kind: IssuerKind,
	/// The account that withdraws its attestations, merges persons and pauses it.
	pub controller: AccountId,
	/// Issuers that look at the same evidence have the same class; in one quorum a class counts
	/// once, with its greatest weight. Never changes.
	pub class: u32,
	/// How many enrolments its tickets may take part in, an epoch.
	pub limit: u32,
	/// Whether it was removed, for ever.
	pub removed: bool,
	/// Its pauses. Its tickets count while there is none, if a policy has it.
	pub pauses: Pauses<BlockNumber>,
	/// The epoch of the last admission, and how many there were in it.
	pub admitted: (Epoch, u32),
	/// How many enrolments its tickets have taken part in.
	pub enrolled: u64,
}

/// What a ticket is for.
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
pub enum Purpose {
	/// A new person.
	Enrol,
	/// A person's further time, with the commitment it has.
	Renew,
	/// A new commitment for a person that lost the old one.
	Recover,
}

/// What an issuer says. It signs [`crate::tickets::signing_hash`] of this.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Ticket<BlockNumber> {
	/// What it is for.
	pub purpose: Purpose,
	/// Who says it.
	pub issuer: IssuerId,
	/// The identity commitment that it is about.
	pub commitment: Word,
	/// The human's tag at this issuer.
	pub tag: Tag,
	/// The tag's serial: a ticket of another one is void. See [`TagRecord`].
	pub serial: u32,
	/// How many recoveries the person has had; 0 for a new one.
	pub recoveries: u32,
	/// The last block in which it may be used.
	pub not_after: BlockNumber,
	/// For how many blocks the admission is good.
	pub valid_for: BlockNumber,
}

/// What shows that a ticket is its issuer's.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Evidence {
	/// A signature, of the kind of the issuer's key.
	Signature(MultiSignature),
	/// A Groth16 proof for the issuer's circuit.
	Proof(Points),
}

/// A ticket and what shows that it is its issuer's.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SignedTicket<BlockNumber> {
	/// The ticket.
	pub ticket: Ticket<BlockNumber>,
	/// Its evidence.
	pub evidence: Evidence,
}

/// The tickets of one admission.
pub type Tickets<T> = BoundedVec<SignedTicket<BlockNumberFor<T>>, ConstU32<MAX_TICKETS>>;

/// Where a person stands.
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
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Status {
	/// Admitted; waits for a leaf.
	Pending,
	/// Has a leaf in the next tree, and stands in the present one from its epoch on.
	Active,
	/// Is no person any more, for this reason, and never will be again: its human enrols as another
	/// one. Its leaf in the next tree is empty. If it stood in the present one, it leaves with the epoch.
	Ended(EndReason),
}

impl Status {
	/// Whether the person has not ended. Only then
	/// does it count: its tags are its own, and its issuers weigh on quorums.
	pub fn is_live(self) -> bool {
		matches!(self, Self::Pending | Self::Active)
	}
}

/// Why a person has ended.
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
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum EndReason {
	/// The time for which it was admitted is over.
	Expired,
	/// Too many attestations were withdrawn.
	Withdrawn,
	/// Its identity vetoed a recovery: one of the two is a thief.
	Vetoed,
	/// A quorum found it to be an older person.
	Merged,
	/// The policy under which it was last admitted has ended, and it has not renewed.
	PolicyEnded,
}

/// Whose a human's tag at an issuer is: that of the person to whom it was bound last, as long as that
/// one is live, and nobody's afterwards.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct TagRecord {
	/// The person to whom it was bound last.
	pub person: PersonId,
	/// How often a ticket with it was used, or it was withdrawn. That its person has ended counts as
	/// one more: see `Pallet::serial_of`.
	pub serial: u32,
}

/// One issuer's word for one person. The tag is the person's as long as the person is live.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Attestation {
	/// The issuer.
	pub issuer: IssuerId,
	/// The human's tag there.
	#[serde(with = "census_primitives::hex")]
	pub tag: Tag,
	/// Whether it counts: part of the latest admission, and not withdrawn.
	pub standing: bool,
}

/// What a person rests on, and has rested on.
pub type Attestations = BoundedVec<Attestation, ConstU32<MAX_ATTESTATIONS>>;

/// Whom issuers take a person to be besides.
pub type Claims = BoundedVec<(IssuerId, PersonId), ConstU32<MAX_ISSUERS>>;

/// A recovery that has been announced.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Recovery<BlockNumber> {
	/// The commitment that is to take the old one's place.
	pub commitment: FieldElement,
	/// The first block in which it takes effect.
	pub effective_at: BlockNumber,
}

/// The record that stands for one human.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Person<BlockNumber> {
	/// Where it stands.
	pub status: Status,
	/// Its commitment: what it last had, or would have had, in the next tree.
	pub commitment: FieldElement,
	/// Where its leaf is.
	pub place: Place,
	/// Rises with each rotation.
	pub rotations: u32,
	/// Rises with each recovery that is announced. Tickets name it: those for a recovery or renewal that
	/// were signed before serve no more. Rotation leaves it as it is, so a thief who rotates voids
	/// nobody's tickets.
	pub recoveries: u32,
	/// The block in which it enrolled.
	pub enrolled_at: BlockNumber,
	/// The block in which it was last admitted: it enrolled, or renewed.
	pub admitted_at: BlockNumber,
	/// The first block in which its admission is over.
	pub expires_at: BlockNumber,
	/// The first block in which it may rotate (again).
	pub may_rotate_at: BlockNumber,
	/// The policy under which it was last admitted.
	pub policy: PolicyId,
	/// Who attests to it.
	pub attestations: Attestations,
	/// The issuers that say that it is an older person, and which.
	pub claims: Claims,
	/// The recovery under way.
	pub recovery: Option<Recovery<BlockNumber>>,
}

/// Where a person's leaf is, or will be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Place {
	/// It has none yet: it waits at this place of the queue.
	Queue(u32),
	/// It has one, and keeps it for ever; the leaf is 0 once the person has left.
	Leaf {
		/// Which.
		index: u32,
		/// The first epoch whose tree has it, unless the person has ended before that began.
		since: Epoch,
	},
}

impl Place {
	/// The leaf, if there is one.
	pub fn leaf(&self) -> Option<u32> {
		match self {
			Self::Queue(_) => None,
			Self::Leaf { index, .. } => Some(*index),
		}
	}
}

/// The present epoch, and its tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct EpochState<BlockNumber> {
	/// Its number.
	pub epoch: Epoch,
	/// The block in which it began.
	pub started_at: BlockNumber,
	/// The tree's root.
	pub root: FieldElement,
	/// The tree's leaves, empty ones included.
	pub size: u32,
	/// The leaves that are not 0.
	pub members: u32,
}

impl<BlockNumber: Default> Default for EpochState<BlockNumber> {
	fn default() -> Self {
		Self {
			epoch: 0,
			started_at: BlockNumber::default(),
			root: FieldElement::ZERO,
			size: 0,
			members: 0,
		}
	}
}

/// The tree of an epoch that has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Snapshot<BlockNumber> {
	/// The tree's root.
	pub root: FieldElement,
	/// The tree's leaves, empty ones included.
	pub size: u32,
	/// The leaves that were not 0.
	pub members: u32,
	/// The block in which the next epoch began.
	pub ended_at: BlockNumber,
}

/// What the nullifiers are kept under, to be pruned together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum ScopeGroup {
	/// An epoch's quota and session scopes.
	Epoch(Epoch),
	/// All topics of an application scope.
	Application(census_primitives::ScopeId),
}

/// What became of a nullifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Use {
	/// So many attempts were made, and the next may be: in the slot of the first.
	Attempted(u8),
	/// It is spent.
	Spent,
}

/// What a person has declared in an application scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Declaration {
	/// On which topic of the scope.
	pub topic: Topic,
	/// The statement's hash.
	pub statement: [u8; 32],
}

/// An application scope.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct ApplicationScope<AccountId, BlockNumber, Balance> {
	/// The account that may close it; `None` where a pallet does.
	pub owner: Option<AccountId>,
	/// Whose funds are held for it; `None` where it is the chain's own.
	pub payer: Option<AccountId>,
	/// Whether a person acts in it more than once: only in some of the chain's own.
	pub repeats: bool,
	/// The epoch whose root it accepts.
	pub epoch: Epoch,
	/// The members of that epoch's tree.
	pub electorate: u32,
	/// The last block in which it accepts acts.
	pub until: BlockNumber,
	/// Whether all acts are about [`NO_TOPIC`]: then nobody can use more than one slot.
	pub one_topic: bool,
	/// Acts that are paid for.
	pub slots: u32,
	/// Acts that were used.
	pub used: u32,
	/// The price of a slot when it was opened.
	pub slot_price: Balance,
	/// What is held besides the slots' price, and returned whole.
	pub deposit: Balance,
}

/// An account that acts as an alias until the epoch ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Session {
	/// The epoch.
	pub epoch: Epoch,
	/// The alias, valid in that epoch's session scope.
	pub alias: Alias,
	/// How many acts it has left.
	pub acts_left: u32,
}

/// The topic of a scope that has only one.
pub const NO_TOPIC: Topic = [0; 32];

/// A person's number and record.
pub type Numbered<T> = (PersonId, Person<BlockNumberFor<T>>);

/// The chain's own choices as it stores them.
pub type SettingsOf<T> = Settings<BlockNumberFor<T>>;
/// A person as this chain stores it.
pub type PersonOf<T> = Person<BlockNumberFor<T>>;
/// An issuer as this chain stores it.
pub type IssuerOf<T> = Issuer<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;
/// A change of an issuer as this chain stores it.
pub type PendingChangeOf<T> =
	PendingChange<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;
/// The policies as this chain stores them.
pub type PoliciesOf<T> = Policies<BlockNumberFor<T>>;
/// The issuers of a policy that is to be, by their numbers, and what each weighs.
pub type NewMembers = BoundedVec<(IssuerId, u32), ConstU32<MAX_ISSUERS>>;
/// An application scope as this chain stores it.
pub type ApplicationScopeOf<T> = ApplicationScope<
	<T as frame_system::Config>::AccountId,
	BlockNumberFor<T>,
	crate::BalanceOf<T>,
>;
/// A ticket as this chain reads it.
pub type TicketOf<T> = Ticket<BlockNumberFor<T>>;
