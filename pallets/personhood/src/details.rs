//! What the chain tells about persons, issuers, epochs and scopes.

use crate::{Attestation, Change, IssuerKind, IssuerStatus, Recovery, Settings, Status};
use alloc::{string::String, vec::Vec};
use census_primitives::{Epoch, IssuerId, PersonId, ScopeId};
use census_zk_types::{FieldElement, Word};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// How the chain admits persons and lets them act.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyDetails<BlockNumber> {
	/// The choices made at genesis.
	pub settings: Settings<BlockNumber>,
	/// The weight that a quorum's tickets must have.
	pub threshold: u32,
	/// What the quorums guarantee, in words.
	pub guarantee: String,
	/// How many issuers, whichever, may be corrupt while one human still has at most one live
	/// person; `None` where not even honest issuers are enough.
	pub corrupt_issuers: Option<u32>,
	/// The one depth of the circuits with which persons act.
	pub depth: u8,
	/// How many fee-free acts a person has in an epoch.
	pub quota_per_epoch: u16,
	/// How many fee-free acts a session has.
	pub acts_per_session: u32,
	/// For how many blocks ahead a ticket may be good for use.
	pub max_ticket_life: BlockNumber,
	/// For how many blocks an admission may be good.
	pub max_validity: BlockNumber,
	/// For how many blocks an application scope may be open.
	pub max_scope_life: BlockNumber,
}

/// The present epoch.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EpochDetails<BlockNumber> {
	/// Its number.
	pub epoch: Epoch,
	/// The block in which it began.
	pub started_at: BlockNumber,
	/// The first block in which it may end.
	pub ends_at: BlockNumber,
	/// Blocks from the next one until then; 0 if it may end in the next one.
	pub blocks_left: BlockNumber,
	/// The People tree's root in it.
	pub root: FieldElement,
	/// The tree's leaves, empty ones included.
	pub size: u32,
	/// The leaves that are not 0.
	pub members: u32,
	/// The epoch that a scope opened now would pin.
	pub pinnable_epoch: Epoch,
	/// Changes that wait for the next epoch.
	pub pending_changes: u32,
	/// Live persons: pending or active.
	pub live_persons: u32,
}

/// A root of the People tree that is accepted in some scope, or may be pinned.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AcceptedRoot<BlockNumber> {
	/// The epoch that had it.
	pub epoch: Epoch,
	/// The root.
	pub root: FieldElement,
	/// The tree's leaves.
	pub size: u32,
	/// The leaves that are not 0.
	pub members: u32,
	/// The block in which the epoch ended; `None` for the present one.
	pub ended_at: Option<BlockNumber>,
	/// How many open application scopes accept it.
	pub scopes: u32,
}

/// An issuer.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssuerDetails<AccountId> {
	/// Its number.
	pub issuer: IssuerId,
	/// What people call it.
	pub name: String,
	/// How its tickets are known.
	pub kind: IssuerKind,
	/// The account that acts for it.
	pub controller: AccountId,
	/// What its ticket counts towards the threshold.
	pub weight: u32,
	/// Issuers of one class look at the same evidence and count once.
	pub class: u32,
	/// How many admissions its tickets may take part in, an epoch.
	pub limit: u32,
	/// How many they may still take part in, in this one.
	pub left: u32,
	/// Whether its tickets count.
	pub status: IssuerStatus,
	/// Standing attestations of live persons.
	pub resting: u32,
}

/// A person.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonDetails<BlockNumber> {
	/// Its number.
	pub person: PersonId,
	/// Where it stands.
	pub status: Status,
	/// Its commitment: in the tree, or last in the tree, or to be added.
	pub commitment: FieldElement,
	/// Its leaf, once it has one.
	pub leaf: Option<u32>,
	/// How often it has rotated: its next rotation names this.
	pub rotations: u32,
	/// How many recoveries were announced: tickets to renew or recover it name this.
	pub recoveries: u32,
	/// The block in which it enrolled.
	pub enrolled_at: BlockNumber,
	/// The block in which it enrolled or was last renewed.
	pub admitted_at: BlockNumber,
	/// The first block in which its admission is over.
	pub expires_at: BlockNumber,
	/// The first block in which it may rotate.
	pub may_rotate_at: BlockNumber,
	/// Who attests to it.
	pub attestations: Vec<Attestation>,
	/// The recovery under way.
	pub recovery: Option<Recovery<BlockNumber>>,
	/// The change that waits for the next epoch.
	pub pending: Option<Change>,
}

/// A human's mark at an issuer.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MarkDetails {
	/// The live person whose it is; `None` where it is nobody's, or its person has ended.
	pub person: Option<PersonId>,
	/// The serial that a ticket about it has to name now.
	pub serial: u32,
}

/// An application scope.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScopeDetails<AccountId, BlockNumber> {
	/// Its number.
	pub scope: ScopeId,
	/// The account that may close it; `None` where a pallet does.
	pub owner: Option<AccountId>,
	/// The epoch whose root it accepts.
	pub epoch: Epoch,
	/// That root, as long as its tree is kept: not for long after `until`, though the scope stays until
	/// it is closed.
	pub root: Option<FieldElement>,
	/// How many may act in it.
	pub electorate: u32,
	/// The last block in which they may.
	pub until: BlockNumber,
	/// Whether acts are accepted in the next block.
	pub open: bool,
	/// Acts that are paid for.
	pub slots: u32,
	/// Acts that were used.
	pub used: u32,
}

/// What a proof of knowledge of a commitment's secret must be about.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KnowledgeDetails {
	/// The other member of the group.
	pub salt: FieldElement,
	/// The group's root.
	pub root: FieldElement,
	/// The scope for enrolment, renewal and recovery.
	pub scope: Word,
}
