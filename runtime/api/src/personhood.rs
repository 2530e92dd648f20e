//! Questions about persons, issuers, epochs and scopes.

use alloc::vec::Vec;
use census_primitives::{Epoch, IssuerId, PersonId, PersonRefusal, PersonScope, ScopeId};
use census_zk_types::{FieldElement, MerkleProof, Word};
use codec::Codec;

pub use pallet_personhood::details::{
	AcceptedRoot, EpochDetails, IssuerDetails, KnowledgeDetails, MarkDetails, PersonDetails,
	PolicyDetails, ScopeDetails,
};

/// Why a call is not checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, codec::Encode, codec::Decode, scale_info::TypeInfo)]
pub enum NotChecked {
	/// The bytes are no call of this runtime.
	NoCall,
	/// The call is none that the sender's proofs or tickets authorise.
	NotAuthorised,
}

sp_api::decl_runtime_apis! {
	/// Questions about persons.
	///
	/// Whoever asks about its own commitment tells the node who is about to act. A client that would
	/// rather not downloads ranges of leaves and computes the path itself.
	pub trait PersonhoodApi<AccountId, BlockNumber>
	where
		AccountId: Codec,
		BlockNumber: Codec,
	{
		/// How persons are admitted and act, and what the quorums guarantee, in words.
		fn policy() -> Option<PolicyDetails<BlockNumber>>;

		/// The present epoch.
		fn epoch() -> Option<EpochDetails<BlockNumber>>;

		/// The roots of the People tree that are accepted in some scope or may be, the oldest first,
		/// the present one last. There are at most 65.
		fn accepted_roots() -> Vec<AcceptedRoot<BlockNumber>>;

		/// How many issuers were ever registered.
		fn issuer_count() -> u32;

		/// The issuers `start..start + count`, removed ones included, at most
		/// [`MAX_PAGE`](crate::MAX_PAGE).
		fn issuers(start: IssuerId, count: u32) -> Vec<IssuerDetails<AccountId>>;

		/// How many persons ever enrolled.
		fn person_count() -> u32;

		/// A person by its number.
		fn person(person: PersonId) -> Option<PersonDetails<BlockNumber>>;

		/// The person whose commitment this is or was.
		fn person_by_commitment(commitment: Word) -> Option<PersonDetails<BlockNumber>>;

		/// Whose a mark at an issuer is, and the serial that tickets about it name now.
		fn mark(issuer: IssuerId, tag: [u8; 32]) -> MarkDetails;

		/// Leaves `start..start + count` of the tree with this root, at most
		/// [`MAX_PAGE`](crate::MAX_PAGE); 0 stands where nobody does. Without a root, of the present
		/// tree. `None` where no tree with the root is kept.
		fn leaves(root: Option<Word>, start: u32, count: u32) -> Option<Vec<FieldElement>>;

		/// The Merkle proof of a commitment under a root that is accepted somewhere, in the shape of
		/// `@semaphore-protocol/group`. Without a root, under the present one. `None` where the
		/// commitment does not stand in that tree.
		fn merkle_proof(commitment: Word, root: Option<Word>) -> Option<MerkleProof>;

		/// How many application scopes were ever opened.
		fn scope_count() -> u32;

		/// An application scope that has not been closed.
		fn scope(scope: ScopeId) -> Option<ScopeDetails<AccountId, BlockNumber>>;

		/// The word that a proof for a scope carries as its scope.
		fn scope_word(scope: PersonScope) -> Word;

		/// For each nullifier (at most [`MAX_PAGE`](crate::MAX_PAGE)), whether it is spent in a
		/// scope. Ask for several quota scopes' at once to learn what is left of a quota.
		fn are_spent(scope: PersonScope, nullifiers: Vec<Word>) -> Vec<bool>;

		/// What a proof of knowledge of a commitment's secret must be about.
		fn knowledge(commitment: Word) -> Option<KnowledgeDetails>;

		/// The epoch of a root: `None` where no tree with it is kept.
		fn epoch_of_root(root: Word) -> Option<Epoch>;

		/// Whether the chain would accept a call that nobody signs in the next block, and if not,
		/// why. `call` is the call's encoding. Consumes nothing.
		///
		/// `block` is the hash of the block at which this is asked: before the first block a state
		/// does not know the genesis block's hash, to which proofs and tickets are bound.
		fn check(
			block: Block::Hash,
			call: Vec<u8>,
		) -> Result<Result<(), PersonRefusal>, NotChecked>;
	}
}
