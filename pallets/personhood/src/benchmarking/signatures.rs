//! Tickets with real signatures, by keys in the keystore of whoever runs the benchmarks.

use super::records::{element, tag, ticket_issuer, NOW};
use crate::{
	tickets::signing_hash, Config, Evidence, IssuerKind, Issuers, Pallet, Purpose, SignedTicket,
	Ticket, TicketOf, Tickets,
};
use alloc::{format, vec::Vec};
use census_primitives::IssuerId;
use census_zk_types::{FieldElement, Word};
use codec::Decode;
use frame_benchmarking::current_time;
use frame_support::{traits::Get, BoundedVec};
use sp_core::crypto::KeyTypeId;
use sp_runtime::{
	traits::{IdentifyAccount, Verify},
	MultiSignature, MultiSigner,
};

const KEYS: KeyTypeId = KeyTypeId(*b"bnch");

/// The kinds of signature.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
	Sr25519,
	Ed25519,
	Ecdsa,
}

/// A key in the keystore: the `number`-th of its kind.
pub(super) fn key(kind: Kind, number: u32) -> IssuerKind {
	let seed = Some(format!("//benchmark//{number}").into_bytes());
	match kind {
		Kind::Sr25519 => IssuerKind::Sr25519(sp_io::crypto::sr25519_generate(KEYS, seed)),
		Kind::Ed25519 => IssuerKind::Ed25519(sp_io::crypto::ed25519_generate(KEYS, seed)),
		Kind::Ecdsa => IssuerKind::Ecdsa(sp_io::crypto::ecdsa_generate(KEYS, seed)),
	}
}

/// The key's signature.
pub(super) fn sign(key: &IssuerKind, message: &[u8]) -> MultiSignature {
	match key {
		IssuerKind::Sr25519(key) => {
			sp_io::crypto::sr25519_sign(KEYS, key, message).map(MultiSignature::Sr25519)
		}
		IssuerKind::Ed25519(key) => {
			sp_io::crypto::ed25519_sign(KEYS, key, message).map(MultiSignature::Ed25519)
		}
		IssuerKind::Ecdsa(key) => {
			sp_io::crypto::ecdsa_sign(KEYS, key, message).map(MultiSignature::Ecdsa)
		}
		IssuerKind::Circuit(_) => None,
	}
	.expect("the key was just made")
}

/// The account of a key.
pub(super) fn account_of<T: Config>(key: &IssuerKind) -> T::AccountId {
	let signer = match key {
		IssuerKind::Sr25519(key) => Some(MultiSigner::Sr25519(*key)),
		IssuerKind::Ed25519(key) => Some(MultiSigner::Ed25519(*key)),
		IssuerKind::Ecdsa(key) => Some(MultiSigner::Ecdsa(*key)),
		IssuerKind::Circuit(_) => None,
	};
	let account = signer.expect("it is a key").into_account();
	T::AccountId::decode(&mut account.as_ref()).expect("it is an account of 32 bytes")
}

/// The kind that takes longest to verify, where the benchmarks are run: that whose fastest try is
/// slowest.
pub(super) fn slowest<T: Config>() -> Kind {
	const TRIES: u32 = 32;
	let fastest = |kind: &Kind| {
		let key = key(*kind, 0);
		let account = account_of::<T>(&key).into();
		let signature = sign(&key, &[]);
		let try_once = |_| {
			let start = current_time();
			assert!(signature.verify(&[][..], &account), "it was just made");
			current_time().saturating_sub(start)
		};
		(0..TRIES).map(try_once).min()
	};
	let kinds = [Kind::Sr25519, Kind::Ed25519, Kind::Ecdsa];
	kinds.into_iter().max_by_key(fastest).expect("there are kinds")
}

/// What the `position`-th ticket of an admission says.
fn ticket<T: Config>(purpose: Purpose, commitment: FieldElement, position: u32) -> TicketOf<T> {
	let issuer = ticket_issuer(position);
	Ticket {
		purpose,
		issuer,
		commitment: commitment.into(),
		tag: tag(issuer),
		serial: Pallet::<T>::tag(issuer, &tag(issuer)).1,
		recoveries: 0,
		not_after: NOW.into(),
		valid_for: T::MaxValidity::get(),
	}
}

fn set_kind<T: Config>(id: IssuerId, kind: IssuerKind) {
	Issuers::<T>::mutate_extant(id, |issuer| issuer.kind = kind);
}

fn admission<T: Config>(
	count: u32,
	signed: impl Fn(u32) -> SignedTicket<crate::BlockNumberFor<T>>,
) -> Tickets<T> {
	BoundedVec::try_from((0..count).map(signed).collect::<Vec<_>>()).expect("no more than the most")
}

/// Tickets of the issuers that [`ticket_issuer`] tells, each with a signature.
pub(super) fn signed<T: Config>(
	kind: Kind,
	count: u32,
	purpose: Purpose,
	commitment: FieldElement,
) -> Tickets<T> {
	admission::<T>(count, |position| {
		let ticket = ticket::<T>(purpose, commitment, position);
		let key = key(kind, position);
		let evidence = Evidence::Signature(sign(&key, &signing_hash::<T>(&ticket)));
		set_kind::<T>(ticket.issuer, key);
		SignedTicket { ticket, evidence }
	})
}

/// Tickets of issuers of the circuit kind, which are longest, under points that prove nothing:
/// where tickets are not verified.
pub(super) fn unproven<T: Config>(
	count: u32,
	purpose: Purpose,
	commitment: FieldElement,
) -> Tickets<T> {
	admission::<T>(count, |position| {
		let ticket = ticket::<T>(purpose, commitment, position);
		set_kind::<T>(ticket.issuer, IssuerKind::Circuit([1; 32]));
		let evidence = Evidence::Proof([Word::from(element(position.into())); 8]);
		SignedTicket { ticket, evidence }
	})
}
