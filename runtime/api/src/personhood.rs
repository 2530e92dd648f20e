//! Questions about persons, issuers, epochs and scopes.

use alloc::vec::Vec;
use census_views::{
	persons::{
		Declaration, Epoch, EpochId, Issuer, IssuerId, Knowledge, NotChecked, PeopleRoot, Person,
		PersonId, PersonRefusal, PersonScope, Policy, Scope, ScopeId, Tag,
	},
	FieldElement, Hash, MerkleProof, Page, SemaphoreProof, Word,
};

sp_api::decl_runtime_apis! {
	/// Questions about persons.
	///
	/// Whoever asks about its own commitment tells the node who is about to act. A client that would
	/// rather not downloads ranges of leaves and computes the path itself.
	pub trait PersonhoodApi {
		/// How persons are admitted and act, and what the quorums guarantee, in words.
		fn policy() -> Option<Policy>;

		/// The present epoch.
		fn epoch() -> Option<Epoch>;

		/// The roots of the People tree that are accepted in some scope or may be, the oldest first,
		/// the present one last; those of later epochs than `after`. There are at most 65.
		fn roots(after: Option<EpochId>, count: u32) -> Page<PeopleRoot, EpochId>;

		/// An issuer, removed or not.
		fn issuer(issuer: IssuerId) -> Option<Issuer>;

		/// The issuers behind number `after`, removed ones included.
		fn issuers(after: Option<IssuerId>, count: u32) -> Page<Issuer, IssuerId>;

		/// How many issuers were ever registered.
		fn issuer_count() -> u32;

		/// A person by its number.
		fn person(person: PersonId) -> Option<Person>;

		/// The persons behind number `after`, ended ones included.
		fn persons(after: Option<PersonId>, count: u32) -> Page<Person, PersonId>;

		/// How many persons ever enrolled.
		fn person_count() -> u32;

		/// The person whose commitment this is or was.
		fn person_by_commitment(commitment: Word) -> Option<Person>;

		/// Whose a tag at an issuer is, and the serial that tickets about it name now.
		fn tag(issuer: IssuerId, tag: Hash) -> Tag;

		/// The leaves behind index `after` of the tree with this root; 0 stands where nobody does.
		/// Without a root, of the present tree. `None` where no tree with the root is kept.
		fn leaves(
			root: Option<Word>,
			after: Option<u32>,
			count: u32,
		) -> Option<Page<FieldElement, u32>>;

		/// The Merkle proof of a commitment under a root that is accepted somewhere, in the shape of
		/// `@semaphore-protocol/group`. Without a root, under the present one. `None` where the
		/// commitment does not stand in that tree.
		fn merkle_proof(commitment: Word, root: Option<Word>) -> Option<MerkleProof>;

		/// An application scope that has not been closed.
		fn scope(scope: ScopeId) -> Option<Scope>;

		/// The application scopes behind number `after` that have not been closed.
		fn scopes(after: Option<ScopeId>, count: u32) -> Page<Scope, ScopeId>;

		/// What persons have declared in an application scope, behind the alias `after`, in the order of
		/// the chain's storage. It is kept until the scope was closed and its nullifiers are pruned.
		fn declarations(
			scope: ScopeId,
			after: Option<FieldElement>,
			count: u32,
		) -> Page<Declaration, FieldElement>;

		/// How many application scopes were ever opened.
		fn scope_count() -> u32;

		/// The word that a proof for a scope carries as its scope.
		fn scope_word(scope: PersonScope) -> Word;

		/// For each nullifier (at most [`MAX_PAGE`](crate::MAX_PAGE)), whether it is spent in a
		/// scope. Ask for several quota scopes' at once to learn what is left of a quota.
		fn are_spent(scope: PersonScope, nullifiers: Vec<Word>) -> Vec<bool>;

		/// What a proof of knowledge of a commitment's secret must be about.
		fn knowledge(commitment: Word) -> Option<Knowledge>;

		/// The epoch of a root: `None` where no tree with it is kept.
		fn epoch_of_root(root: Word) -> Option<EpochId>;

		/// Whether the chain would accept a call that nobody signs in the next block, and if not,
		/// why. `call` is the call's encoding. Consumes nothing.
		///
		/// `block` is the hash of the block at which this is asked: before the first block a state
		/// does not know the genesis block's hash, to which proofs and tickets are bound.
		fn check(
			block: Block::Hash,
			call: Vec<u8>,
		) -> Result<Result<(), PersonRefusal>, NotChecked>;

		/// Whether a proof is one of a person of the scope's electorate, for this scope, in the next
		/// block, and if not, why. Consumes nothing. `block` is as in `check`.
		fn verify_proof(
			block: Block::Hash,
			scope: PersonScope,
			proof: SemaphoreProof,
		) -> Result<(), PersonRefusal>;
	}
}
