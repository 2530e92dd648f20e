//! A rule that the chain once had: a person that had ended could be brought back. It let one corrupt
//! issuer give a human another human's person, and a second leaf. The tests put it back to show that
//! they would find both.

use super::*;
use crate::registry::record::Record;

/// Brings back a person that has ended, by a quorum of which one issuer at least knows the person, and
/// none knows it, or the human, by another tag. Tags were a person's for ever.
pub(crate) fn reinstate(id: PersonId, tickets: &Tickets<Test>) -> Result<(), &'static str> {
	let check = |holds, why| if holds { Ok(()) } else { Err(why) };
	let mut person = Record::<Test>::of(id).ok_or("no such person")?;
	check(!person.status.is_live(), "it is live")?;
	let mut known = false;
	let mut issuers = Vec::new();
	for SignedTicket { ticket, .. } in tickets {
		let issuer = Issuers::<Test>::get(ticket.issuer).ok_or("no such issuer")?;
		check(issuer.counts(now()), "not active")?;
		let owner = Tags::<Test>::get(ticket.issuer, ticket.tag).map(|record| record.person);
		check(owner.is_none_or(|owner| owner == id), "tag taken")?;
		let mut others = person.attestations.iter().filter(|one| one.issuer == ticket.issuer);
		check(others.all(|one| one.tag == ticket.tag), "a second tag at an issuer")?;
		known |= owner.is_some();
		issuers.push(ticket.issuer);
	}
	check(known, "no issuer knows the person")?;
	check(policies().admit(&issuers), "below the threshold")?;

	let commitment = tickets[0].ticket.commitment.try_into().map_err(|_| "not in the field")?;
	let attestations = Pallet::<Test>::attested(Some(&person), tickets);
	person.attestations = attestations.map_err(|_| "too many attestations")?;
	for SignedTicket { ticket, .. } in tickets {
		let record = TagRecord { person: id, serial: ticket.serial + 1 };
		Tags::<Test>::insert(ticket.issuer, ticket.tag, record);
	}
	// Whoever had a leaf had it again.
	person.status = match person.place {
		Place::Leaf { .. } => Status::Active,
		Place::Queue(_) => Status::Pending,
	};
	person.policy = LivePersons::<Test>::get().policy;
	person.expires_at = now() + VALID_FOR;
	person.commitment = commitment;
	match person.place {
		Place::Leaf { index, .. } => {
			Pallet::<Test>::set_leaf(index, commitment).map_err(|_| "the tree is corrupt")?;
		}
		Place::Queue(_) => person.place = Pallet::<Test>::enqueue(id),
	}
	person.store();
	Ok(())
}

/// Once, whoever had ended left the next tree when its turn came. Lets all who have ended and stand in the
/// present tree wait for that, or lets all turns come.
pub(crate) fn removals(wait: bool) {
	let stands = |index: u32| {
		let leaf =
			Pallet::<Test>::leaves(epoch(), index, 1).and_then(|leaves| leaves.first().copied());
		leaf.filter(|leaf| wait && !leaf.is_zero()).unwrap_or(FieldElement::ZERO)
	};
	for person in Persons::<Test>::iter_values().filter(|person| !person.status.is_live()) {
		if let Place::Leaf { index, .. } = person.place {
			Pallet::<Test>::set_leaf(index, stands(index)).expect("the tree is sound");
		}
	}
}
