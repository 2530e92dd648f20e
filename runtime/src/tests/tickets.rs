//! Tickets signed by stock JavaScript, byte for byte.

use super::preset;
use crate::Runtime;
use census_zk_types::Word;
use codec::Encode;
use pallet_personhood::{tickets::signing_hash, Purpose, Ticket};
use serde_json::Value;
use sp_core::{ecdsa, ed25519, sr25519, H256};
use sp_runtime::{traits::Verify, AccountId32, MultiSignature, MultiSigner};

fn all_bytes(value: &Value) -> Vec<u8> {
	sp_core::bytes::from_hex(value.as_str().unwrap()).unwrap()
}

fn bytes<const N: usize>(value: &Value) -> [u8; N] {
	all_bytes(value).try_into().unwrap()
}

fn number(value: &Value) -> u32 {
	value.as_u64().unwrap().try_into().unwrap()
}

#[test]
fn an_issuers_script_signs_what_the_chain_reads() {
	let vectors = include_str!("../../../tests/vectors/personhood-tickets.json");
	let vectors: Value = serde_json::from_str(vectors).unwrap();
	preset(sp_genesis_builder::DEV_RUNTIME_PRESET).execute_with(|| {
		let genesis = H256(bytes(&vectors["genesis"]));
		frame_system::BlockHash::<Runtime>::insert(0, genesis);
		let tickets = vectors["tickets"].as_array().unwrap();
		assert_eq!(tickets.len(), 9);
		for vector in tickets {
			let ticket = Ticket {
				purpose: match vector["purpose"].as_str().unwrap() {
					"Enrol" => Purpose::Enrol,
					"Renew" => Purpose::Renew,
					"Recover" => Purpose::Recover,
					other => panic!("{other}"),
				},
				issuer: number(&vector["issuer"]),
				commitment: Word(bytes(&vector["commitment"])),
				tag: bytes(&vector["tag"]),
				serial: number(&vector["serial"]),
				recoveries: number(&vector["recoveries"]),
				not_after: number(&vector["notAfter"]),
				valid_for: number(&vector["validFor"]),
			};
			let hashed = all_bytes(&vector["bytes"]);
			assert_eq!(hashed.len(), 133);
			assert!(hashed.ends_with(&ticket.encode()));
			let hash = signing_hash::<Runtime>(&ticket);
			assert_eq!(hash, bytes(&vector["hash"]));
			assert_eq!(hash, sp_io::hashing::blake2_256(&hashed));

			let (public, signature) = (&vector["key"]["public"], &vector["signature"]);
			let (signer, signature): (MultiSigner, MultiSignature) =
				match vector["key"]["kind"].as_str().unwrap() {
					"sr25519" => (
						sr25519::Public::from_raw(bytes(public)).into(),
						sr25519::Signature::from_raw(bytes(signature)).into(),
					),
					"ed25519" => (
						ed25519::Public::from_raw(bytes(public)).into(),
						ed25519::Signature::from_raw(bytes(signature)).into(),
					),
					"ecdsa" => (
						ecdsa::Public::from_raw(bytes(public)).into(),
						ecdsa::Signature::from_raw(bytes(signature)).into(),
					),
					other => panic!("{other}"),
				};
			let account: AccountId32 = sp_runtime::traits::IdentifyAccount::into_account(signer);
			assert!(signature.verify(hash.as_slice(), &account));
			assert!(!signature.verify(&[0; 32][..], &account));
		}
	});
}
