//! The scopes and messages that persons' proofs carry, as words of 32 bytes.
//!
//! A scope is [`RESERVED_SCOPE`] and the first 24 bytes of a Blake2b-256 hash; a message is a
//! whole Blake2b-256 hash. What is hashed is the SCALE encoding of a tuple that begins with the name
//! of its domain (as 16 bytes, zeros at its end) and the hash of the chain's genesis: nothing that
//! is said on one chain, or for one purpose, can be used on another.

use crate::{BlockNumberFor, Config, PendingChangeOf, Tickets};
use census_primitives::{Epoch, IssuerId, PersonId, PersonScope, RESERVED_SCOPE};
use census_zk_types::{FieldElement, Word};
use codec::Encode;
use frame_support::traits::Get;
use sp_io::hashing::blake2_256;
use sp_runtime::traits::Zero;

/// The name of a domain, filled up with zeros.
pub(crate) const fn domain(name: &str) -> [u8; 16] {
	let mut domain = [0; 16];
	let mut i = 0;
	while i < name.len() {
		domain[i] = name.as_bytes()[i];
		i += 1;
	}
	domain
}

/// The first 31 bytes of a hash as a number, which is below the field's modulus whatever they are.
pub fn reduced(hash: [u8; 32]) -> FieldElement {
	let [high @ .., _] = hash;
	FieldElement::from_31_bytes(&high)
}

/// The hash of the genesis block. The genesis block's own state does not know it: there, until the
/// first block is begun, no word is one that anybody else finds. See [`has_genesis`].
pub fn genesis<T: Config>() -> T::Hash {
	frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
}

/// Every byte of what stands in the place of the genesis block's hash in that block's own state.
/// Source: `hash69` of `frame-system` 49.
const STAND_IN: u8 = 69;

/// Whether the state knows the hash of the genesis block. That of any later block does, and so does
/// that in which a pool, or a block, looks at a transaction.
pub fn has_genesis<T: Config>() -> bool {
	genesis::<T>().as_ref().iter().any(|byte| *byte != STAND_IN)
}

/// The Blake2b-256 hash of a domain, the genesis hash and `rest`, SCALE encoded one after the
/// other.
pub fn hash<T: Config>(name: &str, rest: impl Encode) -> [u8; 32] {
	blake2_256(&(domain(name), genesis::<T>(), rest).encode())
}

fn scope<T: Config>(name: &str, rest: impl Encode) -> Word {
	let mut word = [0; 32];
	word[..8].copy_from_slice(&RESERVED_SCOPE);
	word[8..].copy_from_slice(&hash::<T>(name, rest)[..24]);
	Word(word)
}

/// The scope of an act: `"census/act-scope"` and the scope.
pub fn scope_word<T: Config>(of: &PersonScope) -> Word {
	scope::<T>("census/act-scope", of)
}

/// The scope of a proof of knowledge for enrolment, renewal and recovery:
/// `"census/know"`.
pub fn knowledge_scope<T: Config>() -> Word {
	scope::<T>("census/know", ())
}

/// The scope of a rotation: `"census/rotation"`, the person and how often it has rotated.
pub fn rotation_scope<T: Config>(person: PersonId, rotations: u32) -> Word {
	scope::<T>("census/rotation", (person, rotations))
}

/// The scope of a veto: `"census/vetoes"`, the person and its recoveries.
pub fn veto_scope<T: Config>(person: PersonId, recoveries: u32) -> Word {
	scope::<T>("census/vetoes", (person, recoveries))
}

/// The message of an enrolment: `"census/enrol"` and the tickets with their evidence.
pub fn enrol_message<T: Config>(tickets: &Tickets<T>) -> Word {
	Word(hash::<T>("census/enrol", tickets))
}

/// The message of a renewal: `"census/renew"`, the person, its recoveries and the tickets.
pub fn renew_message<T: Config>(person: PersonId, recoveries: u32, tickets: &Tickets<T>) -> Word {
	Word(hash::<T>("census/renew", (person, recoveries, tickets)))
}

/// The message of a recovery: `"census/recover"`, the person, the recoveries before it and the
/// tickets.
pub fn recover_message<T: Config>(person: PersonId, recoveries: u32, tickets: &Tickets<T>) -> Word {
	Word(hash::<T>("census/recover", (person, recoveries, tickets)))
}

/// The message of both proofs of a rotation: `"census/rotate"`, the person, how often it has rotated
/// and the new commitment.
pub fn rotation_message<T: Config>(person: PersonId, rotations: u32, commitment: &Word) -> Word {
	Word(hash::<T>("census/rotate", (person, rotations, commitment)))
}

/// The message of a veto: `"census/veto"`, the person, its recoveries and the commitment that is to be
/// kept out.
pub fn veto_message<T: Config>(person: PersonId, recoveries: u32, commitment: &Word) -> Word {
	Word(hash::<T>("census/veto", (person, recoveries, commitment)))
}

/// The message of an act: `"census/act"`, the runtime's transaction version, the scope, the attempt
/// (one byte) and the call.
pub fn act_message<T: Config>(
	scope: &PersonScope,
	attempt: u8,
	call: &<T as Config>::RuntimeCall,
) -> Word {
	let version = <T as frame_system::Config>::Version::get().transaction_version;
	Word(hash::<T>("census/act", (version, scope, attempt, call)))
}

/// The message of a session: `"census/session"`, the epoch and the account.
pub fn session_message<T: Config>(epoch: Epoch, account: &T::AccountId) -> Word {
	Word(hash::<T>("census/session", (epoch, account)))
}

/// What the account of a session signs: `"census/consent"`, the epoch, the account and the nullifier of
/// the session's proof, which is the alias. Else another person could take the account for its own
/// alias, with a consent that it has seen.
pub fn session_consent<T: Config>(epoch: Epoch, account: &T::AccountId, nullifier: Word) -> Word {
	Word(hash::<T>("census/consent", (epoch, account, nullifier)))
}

/// What an issuer's key signs against a change that it knows nothing of: `"census/objection"`, the issuer, the
/// change, and the block from which it can be confirmed.
pub fn objection<T: Config>(issuer: IssuerId, pending: &PendingChangeOf<T>) -> [u8; 32] {
	hash::<T>("census/objection", (issuer, &pending.change, pending.confirmable_from))
}
