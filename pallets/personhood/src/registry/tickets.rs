//! Tickets: what issuers sign off chain, and how the chain reads them.
//!
//! # What an issuer signs
//! [`signing_hash`]: the Blake2b-256 hash of these bytes, one after the other (numbers are
//! little-endian but where it says otherwise; a block number is 4 bytes on a chain that counts blocks
//! in 32 bits):
//!
//! | bytes | what |
//! | --- | --- |
//! | 16 | `census/ticket` in ASCII, then three zeros |
//! | 32 | the hash of the chain's genesis block |
//! | 1 | purpose: 0 enrol, 1 renew, 2 recover |
//! | 4 | the issuer's number |
//! | 32 | the identity commitment, big-endian |
//! | 32 | the tag |
//! | 4 | the tag's serial; 0 for a human whom the issuer has never attested to before |
//! | 4 | the person's recoveries; 0 to enrol |
//! | 4 | not after: the last block in which the ticket may be used |
//! | 4 | valid for: for how many blocks the admission is good |
//!
//! So 133 bytes are hashed. What is signed is the hash of 32 bytes, as a message:
//!
//! - **Sr25519**: in the signing context `substrate`;
//! - **Ed25519**: as it is (RFC 8032, no prehash);
//! - **Ecdsa**: secp256k1 over the Blake2b-256 hash *of the 32 bytes*, and the signature is `r`,
//!   `s` (32 bytes each, big-endian) and the recovery id (0 or 1).
//!
//! # What an issuer's circuit proves
//! A circuit has three public inputs: the commitment, the tag, and the first 31 bytes of
//! [`signing_hash`], each as a big-endian number. The circuit must bind the third (a constraint that
//! reads it will do): it holds the proof to this chain, purpose, person and times. A tag or commitment
//! that is not below the field's modulus is refused: tag + r would be a second tag of one human.
//!
//! # How tickets count
//! All tickets of an admission are about one commitment and of distinct issuers, none of which is
//! paused. The admission is good for the least of their times. They must weigh at least the
//! threshold, and issuers that look at the same evidence count once, with the greatest weight among them. While
//! persons rest on the policy before the present one, they must do so under both. A ticket of an issuer that no
//! policy has weighs nothing. To recover, the tickets must weigh the threshold of the policy under which the person was
//! admitted.
//!
//! # Whose tags are
//! An issuer knows a human by one tag. The ticket that is used with it binds it to a person, and it is that
//! person's as long as the person is live; afterwards the next admission that brings it may bind it.
//! A person has one tag at an issuer. To recover, every tag must be the person's already. To renew,
//! new ones may come with those that are, at issuers that do not know the person yet. An honest issuer
//! gives one human one tag, and two quorums share one that is honest: so a human who is not the person
//! finds no quorum, for an issuer that knows the person by another's tag would have to be among them.
//!
//! # What voids a ticket
//! A ticket names its tag's *serial*: how often a ticket with the tag was used, it was withdrawn, or
//! its person ended. So a ticket serves once, and neither a withdrawal nor a person's end is outrun by
//! a ticket that was signed before. To renew and to recover it names the person's recoveries too, so
//! that those which were signed before a recovery serve no more, whichever issuer's they are.

use crate::{
	words, Attestation, Attestations, BlockNumberFor, Config, CurrentEpoch, Evidence, IssuerKind,
	IssuerOf, Issuers, Pallet, PersonOf, PoliciesInForce, Purpose, Tag, TagRecord, Tags, TicketOf,
	Tickets, WeightInfo,
};
use alloc::vec::Vec;
use census_primitives::{CircuitRefusal, Circuits, IssuerId, PersonId, PersonRefusal};
use census_zk_types::{FieldElement, Word};
use core::cmp::Ordering;
use frame_support::{
	ensure,
	pallet_prelude::{Get, TransactionLongevity, TransactionTag, Weight},
};
use sp_runtime::traits::{SaturatedConversion, Saturating, Zero};

/// How many public inputs an issuer's circuit has.
pub const CIRCUIT_INPUTS: u32 = 3;

/// What an issuer signs. The module's documentation describes it byte for byte.
pub fn signing_hash<T: Config>(ticket: &TicketOf<T>) -> [u8; 32] {
	words::hash::<T>("census/ticket", ticket)
}

/// The public inputs of an issuer's circuit: the commitment, the tag and the ticket's hash.
pub fn circuit_inputs<T: Config>(ticket: &TicketOf<T>) -> [Word; CIRCUIT_INPUTS as usize] {
	inputs(ticket.commitment, ticket.tag, signing_hash::<T>(ticket))
}

fn inputs(commitment: Word, tag: [u8; 32], hash: [u8; 32]) -> [Word; CIRCUIT_INPUTS as usize] {
	[commitment, Word(tag), words::reduced(hash).into()]
}

/// What an admission's tickets say together.
pub(crate) struct AdmissionTerms<T: Config> {
	/// The commitment that all are about.
	pub(crate) commitment: Word,
	/// The last block in which all may be used.
	pub(crate) not_after: BlockNumberFor<T>,
	/// The first block in which the admission is over, if it is made now.
	pub(crate) expires_at: BlockNumberFor<T>,
}

/// Who says a ticket, and the ticket's hash.
pub(crate) struct CountedTicket<T: Config> {
	pub(crate) issuer: IssuerOf<T>,
	pub(crate) hash: [u8; 32],
}

impl<T: Config> Pallet<T> {
	/// Reads what the tickets say by themselves.
	pub(crate) fn read_tickets(
		tickets: &Tickets<T>,
		purpose: Purpose,
		recoveries: u32,
	) -> Result<AdmissionTerms<T>, PersonRefusal> {
		let now = frame_system::Pallet::<T>::block_number();
		let commitment = tickets.first().ok_or(PersonRefusal::NoTickets)?.ticket.commitment;
		let mut not_after = now.saturating_add(T::MaxTicketLife::get());
		let mut valid_for = T::MaxValidity::get();
		for (position, signed) in tickets.iter().enumerate() {
			let ticket = &signed.ticket;
			ensure!(ticket.purpose == purpose, PersonRefusal::TicketPurpose);
			ensure!(ticket.commitment == commitment, PersonRefusal::TicketCommitment);
			match ticket.recoveries.cmp(&recoveries) {
				Ordering::Less => return Err(PersonRefusal::TicketRecoveries),
				Ordering::Equal => (),
				Ordering::Greater => return Err(PersonRefusal::TicketRecoveriesAhead),
			}
			ensure!(now <= ticket.not_after, PersonRefusal::TicketExpired);
			ensure!(
				ticket.not_after <= now.saturating_add(T::MaxTicketLife::get()),
				PersonRefusal::TicketTooLong
			);
			ensure!(
				!ticket.valid_for.is_zero() && ticket.valid_for <= T::MaxValidity::get(),
				PersonRefusal::TicketValidity
			);
			ensure!(
				tickets[..position].iter().all(|other| other.ticket.issuer != ticket.issuer),
				PersonRefusal::IssuerTwice
			);
			not_after = not_after.min(ticket.not_after);
			valid_for = valid_for.min(ticket.valid_for);
		}
		Ok(AdmissionTerms { commitment, not_after, expires_at: now.saturating_add(valid_for) })
	}

	/// Checks the tickets against the state: that nothing has voided them, that their tags may be the
	/// person's, and that their issuers are a quorum now.
	pub(crate) fn weigh_tickets(
		tickets: &Tickets<T>,
		purpose: Purpose,
		person: Option<(PersonId, &PersonOf<T>)>,
	) -> Result<Vec<CountedTicket<T>>, PersonRefusal> {
		let epoch = CurrentEpoch::<T>::get().epoch;
		let now = frame_system::Pallet::<T>::block_number();
		let policies = PoliciesInForce::<T>::get();
		let mut counted = Vec::with_capacity(tickets.len());
		let mut known = person.is_none();
		for signed in tickets {
			let ticket = &signed.ticket;
			let issuer = Issuers::<T>::get(ticket.issuer).ok_or(PersonRefusal::IssuerAhead)?;
			ensure!(!issuer.removed, PersonRefusal::IssuerRemoved);
			ensure!(issuer.counts(now), PersonRefusal::IssuerPaused);
			if purpose == Purpose::Enrol {
				ensure!(issuer.admitted_in(epoch) < issuer.limit, PersonRefusal::IssuerLimit);
			}
			let is_circuit = matches!(issuer.kind, IssuerKind::Circuit(_));
			let is_proof = matches!(signed.evidence, Evidence::Proof(_));
			ensure!(is_circuit == is_proof, PersonRefusal::EvidenceKind);
			if is_circuit {
				ensure!(
					FieldElement::try_from(ticket.tag).is_ok(),
					PersonRefusal::Evidence(CircuitRefusal::InputNotInField)
				);
			}
			let is_own = Self::check_mark(ticket, purpose, person)?;
			// What an issuer says that no policy has weighs nothing.
			known |= is_own && policies.count(ticket.issuer);
			counted.push(CountedTicket { issuer, hash: signing_hash::<T>(ticket) });
		}
		ensure!(known, PersonRefusal::TagNotBound);
		let issuers: Vec<_> = tickets.iter().map(|signed| signed.ticket.issuer).collect();
		match person.filter(|_| purpose == Purpose::Recover) {
			// Nobody is admitted anew: what admitted the person is enough to say whose it is.
			Some((_, person)) => {
				let policy = policies.numbered(person.policy);
				ensure!(
					policy.is_some_and(|policy| policy.admits(&issuers)),
					PersonRefusal::BelowThreshold
				);
			}
			None => {
				ensure!(policies.current.admits(&issuers), PersonRefusal::BelowThreshold);
				ensure!(policies.admit(&issuers), PersonRefusal::BelowFormerThreshold);
			}
		}
		Ok(counted)
	}

	/// Whether a ticket's tag is the person's already. If it is not, it must be no live person's; and
	/// none is new where a person is recovered, or at an issuer that has another tag of it.
	fn check_mark(
		ticket: &TicketOf<T>,
		purpose: Purpose,
		person: Option<(PersonId, &PersonOf<T>)>,
	) -> Result<bool, PersonRefusal> {
		let (owner, serial) = Self::tag(ticket.issuer, &ticket.tag);
		let is_own = owner.is_some() && owner == person.map(|(id, _)| id);
		let is_taken = owner.is_some() && !is_own;
		// A ticket that is ahead serves once the person has ended.
		ensure!(!is_taken || ticket.serial > serial, PersonRefusal::TagTaken);
		match ticket.serial.cmp(&serial) {
			Ordering::Less => return Err(PersonRefusal::TicketSerial),
			Ordering::Equal => (),
			Ordering::Greater => return Err(PersonRefusal::TicketSerialAhead),
		}
		if is_own {
			return Ok(true);
		}
		ensure!(purpose != Purpose::Recover, PersonRefusal::TagNotBound);
		let mut tags = person.into_iter().flat_map(|(_, person)| &person.attestations);
		ensure!(tags.all(|tag| tag.issuer != ticket.issuer), PersonRefusal::TagNotBound);
		Ok(false)
	}

	/// The live person whose a tag at an issuer is, and the serial that tickets about it name now.
	pub(crate) fn tag(issuer: IssuerId, tag: &Tag) -> (Option<PersonId>, u32) {
		match Tags::<T>::get(issuer, tag) {
			None => (None, 0),
			Some(TagRecord { person, serial }) if Self::is_live(person) => (Some(person), serial),
			// Its end voids what was signed before, and is not written down tag by tag.
			Some(TagRecord { serial, .. }) => (None, serial.saturating_add(1)),
		}
	}

	/// Checks that the tickets are their issuers': all signatures, and then all circuits' proofs.
	pub(crate) fn verify_tickets(
		tickets: &Tickets<T>,
		counted: &[CountedTicket<T>],
	) -> Result<(), PersonRefusal> {
		let terms = || tickets.iter().zip(counted);
		for (signed, CountedTicket { issuer, hash }) in terms() {
			match (&issuer.kind, &signed.evidence) {
				(IssuerKind::Circuit(_), Evidence::Proof(_)) => (),
				(kind, Evidence::Signature(signature)) if kind.is_of(signature) => {
					ensure!(kind.has_signed(signature, hash), PersonRefusal::Signature);
				}
				_ => return Err(PersonRefusal::EvidenceKind),
			}
		}
		for (signed, CountedTicket { issuer, hash }) in terms() {
			if let (IssuerKind::Circuit(circuit), Evidence::Proof(proof)) =
				(&issuer.kind, &signed.evidence)
			{
				let inputs = inputs(signed.ticket.commitment, signed.ticket.tag, *hash);
				T::Circuits::verify(circuit, &inputs, proof).map_err(PersonRefusal::Evidence)?;
			}
		}
		Ok(())
	}

	/// Uses the tickets up and binds their tags to the person. An enrolment counts towards the issuers'
	/// limits.
	pub(crate) fn use_tickets(
		tickets: &Tickets<T>,
		counted: Vec<CountedTicket<T>>,
		purpose: Purpose,
		person: PersonId,
	) {
		let epoch = CurrentEpoch::<T>::get().epoch;
		for (signed, CountedTicket { issuer, .. }) in tickets.iter().zip(counted) {
			let ticket = &signed.ticket;
			// It is the one that the ticket names: see `check_mark`.
			let serial = ticket.serial.saturating_add(1);
			Tags::<T>::insert(ticket.issuer, ticket.tag, TagRecord { person, serial });
			if purpose == Purpose::Enrol {
				Self::count_enrolment(ticket.issuer, issuer, epoch);
			}
		}
	}

	/// A person's attestations after an admission by these tickets: theirs stand and no others.
	/// Tags that were the person's before stay its own.
	pub(crate) fn attested(
		person: Option<&PersonOf<T>>,
		tickets: &Tickets<T>,
	) -> Result<Attestations, PersonRefusal> {
		let mut attestations = person.map(|person| person.attestations.clone()).unwrap_or_default();
		// An issuer that was removed knows nobody any more.
		attestations
			.retain(|known| Issuers::<T>::get(known.issuer).is_some_and(|issuer| !issuer.removed));
		attestations.iter_mut().for_each(|attestation| attestation.standing = false);
		for signed in tickets {
			let (issuer, tag) = (signed.ticket.issuer, signed.ticket.tag);
			match attestations.iter_mut().find(|known| known.issuer == issuer && known.tag == tag) {
				Some(known) => known.standing = true,
				None => attestations
					.try_push(Attestation { issuer, tag, standing: true })
					.map_err(|_| PersonRefusal::TooManyAttestations)?,
			}
		}
		Ok(attestations)
	}

	/// What checking the tickets and a proof of knowledge weighs.
	pub(crate) fn weight_of_tickets(tickets: &Tickets<T>) -> Weight {
		let circuits =
			tickets.iter().filter(|signed| matches!(signed.evidence, Evidence::Proof(_))).count();
		T::WeightInfo::check_tickets(tickets.len() as u32)
			.saturating_add(
				T::Circuits::verify_weight(CIRCUIT_INPUTS).saturating_mul(circuits as u64),
			)
			.saturating_add(T::WeightInfo::check_knowledge())
	}

	/// The tags that the tickets use, for a pool that is to take one of two.
	pub(crate) fn pool_tags(tickets: &Tickets<T>) -> impl Iterator<Item = TransactionTag> + '_ {
		tickets
			.iter()
			.map(|signed| crate::ensure::pool_tag(("tag", signed.ticket.issuer, signed.ticket.tag)))
	}

	/// For how many blocks yet a transaction may be used whose last block this is.
	pub(crate) fn blocks_until(last: BlockNumberFor<T>) -> TransactionLongevity {
		let now = frame_system::Pallet::<T>::block_number();
		last.saturating_sub(now).saturating_add(1u32.into()).saturated_into()
	}
}
