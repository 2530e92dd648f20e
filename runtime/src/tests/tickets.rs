//! Tickets signed by stock JavaScript, byte for byte.

use super::preset;
use crate::Runtime;
use census_vectors::tickets::{self, Kind};
use census_zk_types::Word;
use codec::Encode;
use pallet_personhood::{tickets::signing_hash, Purpose, Ticket};
use sp_core::{ecdsa, ed25519, sr25519, H256};
use sp_runtime::{traits::Verify, AccountId32, MultiSignature, MultiSigner};

/// So many bytes.
pub(super) fn bytes<const N: usize>(bytes: &[u8]) -> [u8; N] {
	bytes.try_into().expect("it is as long as its kind is")
}

#[test]
fn an_issuers_script_signs_what_the_chain_reads() {
	let vectors = tickets::tickets();
	preset(sp_genesis_builder::DEV_RUNTIME_PRESET).execute_with(|| {
		frame_system::BlockHash::<Runtime>::insert(0, H256(vectors.genesis));
		assert_eq!(vectors.tickets.len(), 9);
		for vector in &vectors.tickets {
			let ticket = Ticket {
				purpose: match vector.purpose {
					tickets::Purpose::Enrol => Purpose::Enrol,
					tickets::Purpose::Renew => Purpose::Renew,
					tickets::Purpose::Recover => Purpose::Recover,
				},
				issuer: vector.issuer,
				commitment: Word(vector.commitment),
				tag: vector.tag,
				serial: vector.serial,
				recoveries: vector.recoveries,
				not_after: vector.not_after,
				valid_for: vector.valid_for,
			};
			assert_eq!(vector.bytes.len(), 133);
			assert!(vector.bytes.ends_with(&ticket.encode()));
			let hash = signing_hash::<Runtime>(&ticket);
			assert_eq!(hash, vector.hash);
			assert_eq!(hash, sp_io::hashing::blake2_256(&vector.bytes));

			let (public, signature) = (&vector.key.public, &vector.signature);
			let (signer, signature): (MultiSigner, MultiSignature) = match vector.key.kind {
				Kind::Sr25519 => (
					sr25519::Public::from_raw(bytes(public)).into(),
					sr25519::Signature::from_raw(bytes(signature)).into(),
				),
				Kind::Ed25519 => (
					ed25519::Public::from_raw(bytes(public)).into(),
					ed25519::Signature::from_raw(bytes(signature)).into(),
				),
				Kind::Ecdsa => (
					ecdsa::Public::from_raw(bytes(public)).into(),
					ecdsa::Signature::from_raw(bytes(signature)).into(),
				),
			};
			let account: AccountId32 = sp_runtime::traits::IdentifyAccount::into_account(signer);
			assert!(signature.verify(hash.as_slice(), &account));
			assert!(!signature.verify(&[0; 32][..], &account));
		}
	});
}
